import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { containersOf, type Container, type PodTemplate } from '../src/checks/kubernetes.js';
import { mountedSecrets } from '../src/checks/mounted-secrets.js';
import { ROOT } from '../src/helm.js';

// What a rendered container sets is given to the code that reads it in the real process, the secrets as files. So a name
// that was mistyped on either side, a setting that is missing and a secret that nobody reads all come to light.

type Loader = (env: Readonly<Record<string, string | undefined>>) => unknown;

export interface Process {
  readonly service: string;
  /** `api` of dist/main.api.js */
  readonly entry: string;
  readonly pod: PodTemplate;
  readonly container: Container;
}

/** Containers that run one of our entry points. */
export function processesOf(pods: readonly PodTemplate[]): Process[] {
  return pods.flatMap((pod) => containersOf(pod).flatMap((container) => {
    const [, entry] = /dist\/main\.([\w-]+)\.js$/.exec([...(container.command ?? []), ...(container.args ?? [])].find((word) => word.includes('dist/main.')) ?? '') ?? [];
    const service = pod.labels['app.kubernetes.io/name'];
    return entry === undefined || service === undefined ? [] : [{ service, entry, pod, container }];
  }));
}

/** The function by which main.<entry>.ts reads its settings. */
async function loaderOf({ service, entry }: Process): Promise<Loader> {
  const main = join(ROOT, 'services', service, 'src', `main.${entry}.ts`);
  if (!existsSync(main)) throw new Error(`services/${service} has no main.${entry}.ts`);
  const [, name, path] = /import \{[^}]*\b(load\w+Config)\b[^}]*\} from '\.\/([\w/.-]+)\.js'/.exec(readFileSync(main, 'utf8')) ?? [];
  if (name === undefined || path === undefined) throw new Error(`services/${service}/src/main.${entry}.ts reads its settings by no load…Config of a config file`);
  const module = (await import(join(ROOT, 'services', service, 'src', `${path}.ts`))) as Record<string, Loader>;
  const loader = module[name];
  if (loader === undefined) throw new Error(`${path} does not export ${name}`);
  return loader;
}

const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const SAMPLES: readonly [RegExp, string][] = [
  [/database-url$/, 'postgres://someone:secret@postgres:5432/db'],
  [/^(cache|queue)-url$/, 'redis://:secret@redis:6379'],
  [/^smtp-url$/, 'smtp://someone:secret@mail:587'],
  [/^password-pepper$/, 'a'.repeat(40)],
  [/-(access|secret)-key$/, 'AAAABBBBCCCCDDDDEEEE'],
  [/key$/, pem],
  [/earlier-keys$/, ''],
];

export interface Loaded {
  /** What the process says, when it refuses its settings. */
  readonly refusal: string | null;
  /** Names of settings that the process asked for, without `_FILE`. */
  readonly asked: ReadonlySet<string>;
  /** Settings of the container that name a file which no Secret brings. */
  readonly strayFiles: readonly string[];
}

/** Reads the settings of a process as it would, from what was rendered for its container. */
export async function loadAsProcess(process: Process, options: { readonly withOptional: boolean }): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), 'practika-secrets-'));
  try {
    const files = new Map<string, string>();
    for (const { path, key, optional } of mountedSecrets(process.pod, process.container)) {
      const file = join(folder, String(files.size));
      const sample = SAMPLES.find(([pattern]) => pattern.test(key))?.[1];
      if (sample === undefined) throw new Error(`no sample for the secret ${key}`);
      if (!optional || options.withOptional) writeFileSync(file, sample);
      files.set(path, file);
    }
    const strayFiles: string[] = [];
    const env: Record<string, string> = {};
    for (const { name, value = '' } of process.container.env ?? []) {
      if (!name.endsWith('_FILE')) env[name] = value;
      else if (files.has(value)) env[name] = files.get(value) ?? '';
      else strayFiles.push(name);
    }
    const asked = new Set<string>();
    const watched = new Proxy(env, { get: (target, name) => { if (typeof name === 'string') asked.add(name.replace(/_FILE$/, '')); return Reflect.get(target, name) as string | undefined; } });
    const loader = await loaderOf(process);
    try {
      loader(watched);
      return { refusal: null, asked, strayFiles };
    } catch (error) {
      return { refusal: error instanceof Error ? error.message : String(error), asked, strayFiles };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
