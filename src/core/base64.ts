const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes base64 without Node or a DOM. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const value = new Map(Array.from(digits, (digit, i) => [digit, i]));
  const length = text.replace(/=+$/u, '').length;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  for (let i = 0, out = 0; i < length; i += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((k) => value.get(text[i + k] ?? 'A') ?? 0);
    const word = (a << 18) | (b << 12) | (c << 6) | d;
    for (let k = 16; k >= 0 && out < bytes.length; k -= 8) bytes[out++] = (word >> k) & 255;
  }
  return bytes;
}

/** Encodes bytes as base64, padded. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const word = (a << 16) | (b << 8) | c;
    const four = [18, 12, 6, 0].map((shift) => digits[(word >> shift) & 63]).join('');
    parts.push(i + 2 < bytes.length ? four : four.slice(0, bytes.length - i + 1).padEnd(4, '='));
  }
  return parts.join('');
}
