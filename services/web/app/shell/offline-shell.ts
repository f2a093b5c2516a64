/**
 * Installs the service worker that shows the app when there is no network. It keeps the app's own files and nothing of a
 * person's: answers of the API and of the store are never cached (static/service-worker.js).
 */
export function installOfflineShell(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const url = '/service-worker.js';
  // The page's policy takes script addresses from one place only: here.
  const policy = (globalThis as { trustedTypes?: { createPolicy: (name: string, rules: object) => { createScriptURL: (url: string) => string } } }).trustedTypes?.createPolicy('practika', { createScriptURL: (given: string) => (given === url ? given : '') });
  void navigator.serviceWorker.register(policy === undefined ? url : policy.createScriptURL(url)).catch(() => undefined);
}
