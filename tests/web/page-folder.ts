import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporaryFolder, type AtEnd } from '../storage/temporary-folder.ts';

/** Content of a file that is named after it. */
export const hashed = '// the first figure\n'.repeat(80);

/** A small built page, with a secret next to it that must never be served. */
export function pageFolder(atEnd?: AtEnd): string {
  const parent = temporaryFolder(atEnd);
  const folder = join(parent, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html>\n<html lang="en">\n  <head>\n    <title>Phasic</title>\n  </head>\n  <body></body>\n</html>\n',
  );
  writeFileSync(join(folder, 'assets', 'main-abc.js'), 'export {};\n');
  writeFileSync(join(folder, 'assets', 'main-abc.css'), 'body {}\n');
  writeFileSync(join(folder, 'assets', 'first-DbRXEo_N.js'), hashed);
  writeFileSync(join(folder, 'assets', 'first-DbRXEo_N.js.gz'), gzipSync(hashed));
  writeFileSync(join(folder, 'assets', 'notes.unknown'), 'not part of a page');
  writeFileSync(join(parent, 'secret.json'), '{"secret": true}');
  return folder;
}
