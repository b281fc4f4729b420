import { randomBytes } from 'node:crypto';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { InputError } from '../core/errors.ts';
import { builtFile } from '../install/package-root.ts';
import { pageHeaders } from './page-headers.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.parquet': 'application/vnd.apache.parquet',
  '.woff2': 'font/woff2',
};

/** The build names these after their content. */
const hashed = /^\/assets\/.*-[\w-]{8}\.\w+$/;

interface PageFile {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a browser keeps it for good. */
  readonly isKept: boolean;
}

/** The built page, as served by the local server and by Electron's own scheme. */
export interface PageAssets {
  /**
   * The file at a URL's path; undefined if there is none. Only files listed at the start can be named, and no link
   * leads out of the folder.
   * @param encodings the Accept-Encoding of a request; absent, the file is as it is
   */
  read(pathname: string, encodings?: string): Promise<PageFile | undefined>;
}

/**
 * @param socketOrigins origins to which the page may open sockets, besides its own
 * @throws InputError if the page has not been built
 */
export async function openPageAssets(
  folder: string = builtFile('renderer'),
  socketOrigins: readonly string[] = [],
): Promise<PageAssets> {
  // With types: without them links to folders are followed, endlessly if they form a loop.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  const files = new Map(
    names
      .filter((name) => extname(name) in mediaTypes)
      .map((name) => [`/${name.split(sep).join('/')}`, join(folder, name)]),
  );
  if (!files.has('/index.html')) throw new InputError('the page is not built', folder, 'run npm run build');

  const root = await realpath(folder);
  const isInside = (file: string): Promise<boolean> =>
    realpath(file).then(
      (real) => real.startsWith(join(root, sep)),
      () => false,
    );

  // What the build has compressed too, which has no address of its own.
  const compressed = new Set(names.filter((name) => extname(name) === '.gz').map((name) => join(folder, name)));

  async function read(pathname: string, encodings = ''): Promise<PageFile | undefined> {
    const name = pathname === '/' ? '/index.html' : decoded(pathname);
    const file = files.get(name);
    if (file === undefined || !(await isInside(file))) return undefined;
    const isKept = hashed.test(name);
    const nonce = randomBytes(16).toString('base64');
    const zipped = `${file}.gz`;
    const isZipped = takesGzip(encodings) && compressed.has(zipped) && (await isInside(zipped));
    const body = await readFile(isZipped ? zipped : file);
    return {
      body: name === '/index.html' ? Buffer.from(withNonce(body.toString('utf8'), nonce)) : body,
      headers: {
        'content-type': mediaTypes[extname(file)] as string,
        ...(compressed.has(zipped) ? { vary: 'accept-encoding' } : {}),
        ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
        ...pageHeaders(isKept, nonce, socketOrigins),
      },
      isKept,
    };
  }
  return { read };
}

/** Whether a client that sends this Accept-Encoding takes gzip: it is named, and not with the weight 0 (RFC 9110, 12.5.3). */
function takesGzip(encodings: string): boolean {
  const named = encodings
    .toLowerCase()
    .split(',')
    .map((one) => one.split(';').map((part) => part.trim()))
    .find(([coding]) => coding === 'gzip');
  const weight = named?.slice(1).find((part) => part.startsWith('q='));
  return named !== undefined && (weight === undefined || Number(weight.slice(2)) > 0);
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

// React Aria reads the nonce for its injected style from this element.
function withNonce(html: string, nonce: string): string {
  return html.replace(/<head(\s[^>]*)?>/i, (head) => `${head}\n    <meta property="csp-nonce" nonce="${nonce}" />`);
}
