/** A row of the HTTP contract: `GET /purposes open`. `open`: for strangers, too; `step-up`: marked † there. */
export type ContractRoute = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

interface Described {
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly description?: string;
}
interface Document {
  readonly paths: Readonly<Record<string, object>>;
}

/** Every service has them, and the contract says so once for all. */
const EVERYWHERE: readonly ContractRoute[] = [
  'GET /health open', 'GET /queues', 'GET /queues/{name}/failed', 'POST /queues/{name}/failed/{jobId}/retry step-up', 'POST /queues/{name}/failed/{jobId}/discard step-up',
];
const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

/**
 * Compares a service's OpenAPI document with its table in the contract. Names of path parameters do not matter.
 *
 * @param base `/api/<service>/v1`
 * @returns one line per route that is missing, too much, or open, closed or behind a step-up otherwise than agreed
 */
export function contractGaps(document: Document, base: string, contract: readonly ContractRoute[]): readonly string[] {
  const wanted = new Set([...EVERYWHERE, ...contract].map((route) => route.replaceAll(/\{[^}]+\}/g, '{}')));
  const found = new Set<string>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item as Record<string, Described>)) {
      if (METHODS.has(method)) found.add(describe(path.startsWith(base) ? path.slice(base.length) : path, method, operation));
    }
  }
  return [
    ...[...wanted].filter((route) => !found.has(route)).map((route) => `in the contract, not in the code: ${route}`),
    ...[...found].filter((route) => !wanted.has(route)).map((route) => `in the code, not in the contract: ${route}`),
  ].toSorted();
}

function describe(path: string, method: string, operation: Described): string {
  const open = operation.security?.length === 0;
  const stepUp = operation.description?.includes('step-up') === true;
  return `${method.toUpperCase()} ${path.replaceAll(/\{[^}]+\}/g, '{}')}${open ? ' open' : ''}${stepUp ? ' step-up' : ''}`;
}
