// What the caller of `npm run test:cluster` asked for.
import { parseArgs } from 'node:util';
import { UserError } from '../lib/say.mjs';

export const STEPS = ['install', 'helm-test', 'demo', 'network', 'pods', 'upgrade', 'kill', 'drain', 'secret', 'uninstall'];

export const HELP = `npm run test:cluster -- [options]

Proves a release of Practika on the cluster of the current kube-context, from nothing: builds and loads the images of two
versions, sets up the development backends, installs the umbrella chart into a namespace with the restricted profile enforced,
and tries what the charts promise. Needs a cluster whose network enforces NetworkPolicies and has an ingress controller,
two nodes that take pods (three for "drain"), docker and ffmpeg. The namespaces practika and practika-backends are made and removed.

  install     helm install --wait with the time that the chart's notes ask for
  helm-test   helm test: the entrances answer, and the canary finds the network enforced
  demo        the platform's main job on a real video, through the ingress
  network     every allowed edge connects, everything else times out: from the real pods and from stand-ins
  pods        no token, nothing writable but what is said, no warning of Pod Security
  upgrade     helm upgrade and helm rollback under load: no failed request, no lost row
  kill        the scanning pod deleted, then killed, in the middle of a scan: the upload ends ready, once
  drain       kubectl drain of a node under load
  secret      a database user rotated under load: in use within 90 s, nothing restarted
  uninstall   nothing is left but what is documented

  --only STEPS            only these (a list with commas), on what an earlier run with --keep left; install if nothing is there
  --skip STEPS            without these
  --keep                  leave the release, the backends and the namespaces
  --skip-build            the images are built and loaded already
  --expect-unenforced     prove the canary: install, and helm test must fail and say that the network does not enforce policies
  --context NAME          use a context that is not called kind-*: say which (or PRACTIKA_KUBE_CONTEXT=NAME)
  --help                  this text

PRACTIKA_IMAGE_LOADER   the command that brings images to the cluster (kind load docker-image)
PRACTIKA_EDGE           ADDRESS[:PORT] of the ingress controller, where the Ingress's status does not say one that can be reached
PRACTIKA_AUDIT_LOG      the API server's audit log, to look for Pod Security's annotations in
PRACTIKA_OUTSIDE        ADDRESS:PORT of a host outside the cluster that answers TCP (1.1.1.1:443)
`;

const OPTIONS = {
  only: { type: 'string', multiple: true, default: [] }, skip: { type: 'string', multiple: true, default: [] }, keep: { type: 'boolean', default: false },
  'skip-build': { type: 'boolean', default: false }, 'expect-unenforced': { type: 'boolean', default: false }, context: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
};

/** @throws UserError in one sentence */
export function readOptions(argv) {
  let values;
  try {
    ({ values } = parseArgs({ args: argv, options: OPTIONS }));
  } catch (error) {
    throw new UserError(error.message, 'npm run test:cluster -- --help');
  }
  const list = (texts) => texts.flatMap((text) => text.split(',')).filter((name) => name !== '');
  const [only, skip] = [list(values.only), list(values.skip)];
  const unknown = [...only, ...skip].find((name) => !STEPS.includes(name));
  if (unknown !== undefined) throw new UserError(`There is no step ${unknown}: ${STEPS.join(', ')}`);
  const wanted = values['expect-unenforced'] ? ['install', 'helm-test'] : STEPS;
  return {
    steps: wanted.filter((name) => (only.length === 0 || only.includes(name)) && !skip.includes(name)), partial: only.length > 0,
    keep: values.keep, skipBuild: values['skip-build'], expectUnenforced: values['expect-unenforced'], context: values.context ?? process.env.PRACTIKA_KUBE_CONTEXT ?? null, help: values.help,
    loader: process.env.PRACTIKA_IMAGE_LOADER ?? '', edge: process.env.PRACTIKA_EDGE ?? '', auditLog: process.env.PRACTIKA_AUDIT_LOG ?? '', outside: process.env.PRACTIKA_OUTSIDE ?? '1.1.1.1:443',
  };
}
