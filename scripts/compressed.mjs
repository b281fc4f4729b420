// The page's files next to themselves compressed, so that serving them compresses nothing.
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const texts = new Set(['.js', '.css', '.svg']);
/** Bytes. Smaller ones fit into a packet; larger ones are WebAssembly for rare kinds of recordings, as text. */
const [least, most] = [1400, 1_000_000];

/** @param {string} folder of the built page; its index.html is not one: it is different each time it is served */
export async function compressFiles(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => texts.has(extname(name)));
  await Promise.all(files.map((name) => compressFile(join(folder, name))));
}

async function compressFile(file) {
  const bytes = await readFile(file);
  if (bytes.length >= least && bytes.length <= most)
    await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}
