import { trustedScript } from './trusted-script.ts';

/**
 * Installs the service worker that shows the app when there is no network. It keeps the app's own files and nothing of a
 * person's: answers of the API and of the store are never cached (static/service-worker.js).
 */
export function installOfflineShell(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const url = '/service-worker.js';
  void navigator.serviceWorker.register(trustedScript(url)).catch(() => undefined);
}
