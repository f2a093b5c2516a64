/** The one stranger whose pages may be shown, inside a frame that a person has opened: videos of exercises that point there. */
const YOUTUBE = 'https://www.youtube-nocookie.com';

/** Headers of every answer. Scripts and styles are files of ours alone; nothing is loaded from anybody else. */
export function pageHeaders(publicOrigin: string, storeOrigin: string | null): Readonly<Record<string, string>> {
  const store = storeOrigin === null ? '' : ` ${storeOrigin}`;
  return {
    'content-security-policy': [
      `default-src 'none'`, `script-src 'self'`, `style-src 'self'`, `font-src 'self'`, `img-src 'self' blob:${store}`, `media-src 'self' blob:${store}`, `connect-src 'self'${store}`,
      `worker-src 'self'`, `manifest-src 'self'`, `frame-src ${YOUTUBE}`,
      `form-action 'self'`, `base-uri 'none'`, `frame-ancestors 'none'`, `require-trusted-types-for 'script'`, `trusted-types practika`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': `camera=(self), microphone=(self), display-capture=(), geolocation=(), payment=(), usb=(), autoplay=(self "${YOUTUBE}"), fullscreen=(self "${YOUTUBE}"), picture-in-picture=(self)`,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-xss-protection': '0',
    ...(publicOrigin.startsWith('https://') ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains; preload' } : {}),
  };
}
