/** Headers of every answer. Scripts and styles are files of ours alone; nothing is loaded from anybody else. */
export function pageHeaders(publicOrigin: string, storeOrigin: string | null): Readonly<Record<string, string>> {
  const store = storeOrigin === null ? '' : ` ${storeOrigin}`;
  return {
    'content-security-policy': [
      `default-src 'none'`, `script-src 'self'`, `style-src 'self'`, `img-src 'self'${store}`, `media-src 'self'${store}`, `connect-src 'self'${store}`,
      `form-action 'self'`, `base-uri 'none'`, `frame-ancestors 'none'`, `require-trusted-types-for 'script'`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-xss-protection': '0',
    ...(publicOrigin.startsWith('https://') ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains; preload' } : {}),
  };
}
