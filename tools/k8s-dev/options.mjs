// What `npm run k8s:dev` is asked to do.
import { parseArgs } from 'node:util';
import { UserError } from '../lib/say.mjs';

export const HELP = `npm run k8s:dev [-- OPTIONS]

Prepares a development cluster: the namespaces practika and practika-backends, the development backends (PostgreSQL,
Redis twice, an S3 endpoint, a mirror of one virus signature, a mail catcher), databases, S3 accounts, and the Secrets
that the charts expect. What is there stays as it is: run it again at any time. Afterwards:

  helm upgrade --install practika charts/practika -n practika -f k8s/values/dev.yaml --wait

It works with kind clusters, and with the cluster that you name: --context, or PRACTIKA_KUBE_CONTEXT.

Options:
  --context NAME   the kube-context; default: the current one
  --wipe           remove both namespaces: the platform, the backends, their data and all secrets
  --help           this text
`;

/** @throws UserError */
export function readOptions(args) {
  try {
    const { values } = parseArgs({ args, options: { context: { type: 'string' }, wipe: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } }, strict: true });
    return values;
  } catch (error) {
    throw new UserError(error.message, 'npm run k8s:dev -- --help');
  }
}

/**
 * The context that will be used: the one of the command line, else the current one if it is kind's or the one that
 * PRACTIKA_KUBE_CONTEXT names. A cluster that somebody else works with must not get a database by mistake.
 *
 * @throws UserError
 */
export function chooseContext({ asked, current, named = process.env.PRACTIKA_KUBE_CONTEXT }) {
  const context = asked || current;
  if (!context) throw new UserError('There is no current kube-context', 'kind create cluster --config k8s/kind.yaml');
  if (asked || context.startsWith('kind-') || context === named) return context;
  throw new UserError(`The current kube-context is "${context}", which is no kind cluster: nothing was done`, `PRACTIKA_KUBE_CONTEXT=${context} npm run k8s:dev, if it is a development cluster; or kubectl config use-context kind-practika`);
}
