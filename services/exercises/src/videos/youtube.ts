const HOSTS = new Set(['youtube.com', 'www.youtube.com', 'm.youtube.com', 'youtube-nocookie.com', 'www.youtube-nocookie.com']);
const SHORT_HOSTS = new Set(['youtu.be', 'www.youtu.be']);
const ID = /^[A-Za-z0-9_-]{11}$/;

/**
 * The video id of a link in one of the three usual forms: `/watch?v=`, `youtu.be/`, `/embed/`, by http or https.
 *
 * @returns null for everything else: other hosts, ports, credentials in the link, ids that are not 11 characters
 */
export function youtubeVideoId(link: string): string | null {
  // The URL parser drops tabs and newlines and forgives a lot besides; a link that needs forgiving is not one of ours.
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(link) || !URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.username !== '' || url.password !== '' || url.port !== '') return null;
  const id = candidate(url);
  return id !== null && ID.test(id) ? id : null;
}

function candidate(url: URL): string | null {
  if (SHORT_HOSTS.has(url.hostname)) return url.pathname.slice(1);
  if (!HOSTS.has(url.hostname)) return null;
  if (url.pathname === '/watch') return url.searchParams.get('v');
  return url.pathname.startsWith('/embed/') ? url.pathname.slice('/embed/'.length) : null;
}
