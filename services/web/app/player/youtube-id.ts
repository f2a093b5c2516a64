const HOSTS = new Set(['youtube.com', 'www.youtube.com', 'm.youtube.com', 'youtube-nocookie.com', 'www.youtube-nocookie.com']);

/** The id in a link that the server takes: `watch?v=`, `youtu.be/`, `/embed/`. @returns null: none of these */
export function youtubeIdOf(link: string): string | null {
  const trimmed = link.trim();
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  const id = /^(?:www\.)?youtu\.be$/.test(url.hostname) ? url.pathname.slice(1) : !HOSTS.has(url.hostname) ? null : url.pathname === '/watch' ? url.searchParams.get('v') : /^\/embed\/(.+)$/.exec(url.pathname)?.[1] ?? null;
  return id !== null && /^[A-Za-z0-9_-]{11}$/.test(id) ? id : null;
}
