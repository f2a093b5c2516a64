// Shows the app when there is no network. It keeps the app's own files and nothing of a person's: requests to the API and
// to the store of videos pass by untouched. The build writes the version and the names in (build-plugins.ts).
const VERSION = '__VERSION__';
const FILES = __FILES__;
const CACHE = `practika-${VERSION}`;
const PAGE = '/index';
/** Milliseconds after which a navigation is answered with the kept page. */
const PATIENCE = 3000;

// The next version waits until no page of this one is open: an open page still loads its files by this version's names,
// which the server of the next release does not have.
self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    // The page is the same one at every address.
    const page = await fetch('/', { cache: 'reload' });
    if (!page.ok || page.redirected) throw new Error('no page to keep');
    await cache.put(PAGE, page);
    await cache.addAll(FILES);
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
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname === '/api' || url.pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(kept(url.pathname).then((file) => file ?? fetch(request)));
});

const kept = async (name) => (await caches.open(CACHE)).match(name);
const after = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** From the network, when that answers in time; whatever it says once there is nothing better. */
async function page(request) {
  const network = fetch(request);
  const answer = await Promise.race([network.catch(() => undefined), after(PATIENCE)]);
  // A gateway without anything behind it is no network either.
  if (answer !== undefined && answer.status < 502) return answer;
  return (await kept(PAGE)) ?? network;
}
