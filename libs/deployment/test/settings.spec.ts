import { describe, expect, it } from '@jest/globals';
import { podTemplates } from '../src/checks/kubernetes.js';
import { mountedSecrets } from '../src/checks/mounted-secrets.js';
import { loadAsProcess, processesOf, type Process } from './process-config.js';
import { mustRender, umbrellaRenders } from './renders.js';

/** Read by the runtime or by what is loaded before the process's own settings. */
const OF_THE_RUNTIME = /^(NODE_\w+|OTEL_\w+|TMPDIR|TZ|UV_THREADPOOL_SIZE)$/;

interface Case extends Process { readonly render: string }
// Many renders give a process the same settings: each set of them is tried once.
const cases = new Map<string, Case>();
for (const listed of umbrellaRenders()) {
  for (const process of processesOf(podTemplates(mustRender(listed).manifests))) {
    const key = JSON.stringify([process.service, process.entry, process.container.env, mountedSecrets(process.pod, process.container)]);
    if (!cases.has(key)) cases.set(key, { ...process, render: listed.name });
  }
}
const all = [...cases.values()].map((one) => [`${one.service} ${one.entry} as in ${one.render}`, one] as const);

describe('[K12] [C11] what a process is given is what it reads', () => {
  it('should find every process of every service that has one', () => {
    const seen = new Set([...cases.values()].map(({ service, entry }) => `${service} ${entry}`));
    const services = ['auth', 'exercises', 'media', 'consent'].flatMap((service) => ['api', 'worker', 'migrate'].map((entry) => `${service} ${entry}`));
    expect([...services, 'media checksum', 'media scan', 'media process', 'media buckets', 'web web'].filter((name) => !seen.has(name))).toEqual([]);
  });

  it.each(all)('[K12] [S1] should start and use every secret and every setting: %s', async (_name, one) => {
    const { refusal, asked, strayFiles } = await loadAsProcess(one, { withOptional: true });
    const names = (one.container.env ?? []).map(({ name }) => name.replace(/_FILE$/, ''));
    const unread = names.filter((name) => !asked.has(name) && !OF_THE_RUNTIME.test(name));
    const paths = new Set((one.container.env ?? []).filter(({ name }) => name.endsWith('_FILE')).map(({ value }) => value));
    const unnamed = mountedSecrets(one.pod, one.container).filter(({ path }) => !paths.has(path)).map(({ path }) => path);
    expect({ refusal, unread, strayFiles, unnamed }).toEqual({ refusal: null, unread: [], strayFiles: [], unnamed: [] });
  });

  it('should start without the secrets that are optional', async () => {
    const refusals = await Promise.all(all.map(async ([name, one]) => ({ name, refusal: (await loadAsProcess(one, { withOptional: false })).refusal })));
    expect(refusals.filter(({ refusal }) => refusal !== null)).toEqual([]);
  });
});
