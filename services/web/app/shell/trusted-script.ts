/** The page's policy lets scripts in from one place only: here, and only files of this app. */
const isOurs = (given: string): boolean => given === '/service-worker.js' || /^\/(?![/\\])[\w./-]*$/.test(given.split('?', 1)[0] ?? '') && (import.meta.env.DEV || given.startsWith('/assets/'));

interface Policies {
  readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } };
}
let policy: { createScriptURL(url: string): string } | undefined;

/** The address of a worker, as the browser takes it. @param url path of this site */
export function trustedScript(url: string): string {
  policy ??= (globalThis as Policies).trustedTypes?.createPolicy('practika', { createScriptURL: (given) => (isOurs(given) ? given : '') });
  return policy === undefined ? url : policy.createScriptURL(url);
}
