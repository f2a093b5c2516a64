/** Cookie names of the contract. `__Host-` makes browsers refuse the cookie without Secure, with a Domain or from another path. */
export const cookieNames = (secure: boolean) => ({
  session: secure ? '__Host-practika_session' : 'practika_session',
  csrf: 'practika_csrf',
  device: 'practika_device',
});

/** Parses a Cookie header. The first of two cookies with one name wins, as RFC 6265 orders the more specific first. */
export function parseCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  if (header === undefined) return cookies;
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at < 1) continue;
    const name = part.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, part.slice(at + 1).trim());
  }
  return cookies;
}
