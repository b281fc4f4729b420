/**
 * Headers of all of the page's files: no foreign content runs, loads, frames it or receives its address.
 * @param isKept whether its address is never that of another content, so that a browser need not ask again
 */
export function pageHeaders(
  isKept: boolean,
  nonce: string,
  socketOrigins: readonly string[] = [],
): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce, socketOrigins),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': isKept ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

function contentSecurityPolicy(nonce: string, socketOrigins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...socketOrigins].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
