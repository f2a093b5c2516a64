// Shows the app when there is no network. It keeps the app's own files and nothing of a person's: requests to the API and
// to the store of videos pass by untouched. The build writes the version and the names in (build-plugins.ts).
const VERSION = '__VERSION__';
const FILES = __FILES__;
const CACHE = `practika-${VERSION}`;
const PAGE = '/index';
/** Milliseconds after which a navigation is answered from the store of files. */
const PATIENCE = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    // The page under any address is the same one.
    await cache.put(PAGE, await fetch('/', { cache: 'reload' }));
    await cache.addAll(FILES);
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('practika-') && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(request)));
});

async function page(request) {
  const kept = () => caches.match(PAGE, { cacheName: CACHE });
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    // A gateway without anything behind it is no network either.
    return answer.status >= 502 ? ((await kept()) ?? answer) : answer;
  } catch (error) {
    const shown = await kept();
    if (shown === undefined) throw error;
    return shown;
  }
}
