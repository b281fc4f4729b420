import { InputError } from '../core/errors.ts';

/** Bytes after unpacking. A view has a few kilobytes; a longer text was not packed by this page. */
const maxBytes = 2_000_000;
const damaged = 'copy the whole link again, to its last character';

/**
 * A text in characters that are allowed in an address: deflated with a checksum (RFC 1950), then base64url (RFC 4648,
 * section 5).
 */
export async function packText(text: string): Promise<string> {
  const bytes = await through(new Blob([text]).stream(), new CompressionStream('deflate'));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/**
 * The text that was packed.
 * @throws InputError if the packed text was cut, changed, or is not a packed text
 */
export async function unpackText(packed: string): Promise<string> {
  try {
    const binary = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(
      await through(new Blob([bytes]).stream(), new DecompressionStream('deflate')),
    );
  } catch {
    throw new InputError('the link is cut short or changed', 'address', damaged);
  }
}

/** All bytes of a stream after a transformation. */
async function through(
  bytes: ReadableStream<Uint8Array<ArrayBuffer>>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = (bytes.pipeThrough(transform) as ReadableStream<Uint8Array>).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new Error(`more than ${maxBytes} bytes`);
    }
    parts.push(read.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
