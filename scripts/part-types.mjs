// The types of `phasic/parts` as one self-contained file, for authors of parts for a packed program.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './fresh.cjs';

const entry = 'src/own-parts/parts';
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const common = { noEmit: false, emitDeclarationOnly: true, declaration: true, rootDir: root };

function writeConfig(file, content) {
  writeFileSync(file, JSON.stringify(content));
  return file;
}

/**
 * @param {string} file
 * @param {NodeJS.Require} tools requires the packages of packaging/package.json
 * @throws Error if the types are not self-contained
 */
export function writePartTypes(file, tools) {
  const folder = mkdtempSync(join(tmpdir(), 'phasic-types-'));
  try {
    // First one declaration file per source, by the compiler that checks the sources: the bundler's own compiler
    // supports fewer constructs. Types are checked elsewhere, with the flags of each layer.
    const project = writeConfig(join(folder, 'sources.json'), {
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: { ...common, noCheck: true, outDir: folder },
      include: [join(root, 'tsconfig/*.d.ts'), join(root, `${entry}.ts`)],
    });
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the types of phasic/parts cannot be made: ${stdout}`);
    const bundling = writeConfig(join(folder, 'tsconfig.json'), {
      compilerOptions: {
        target: 'ES2023',
        lib: ['ES2023'],
        module: 'ESNext',
        moduleResolution: 'bundler',
        types: [],
        skipLibCheck: true,
        // The folder is not below that of the packages.
        paths: { '*': [join(root, 'node_modules/*')] },
      },
      files: [`${entry}.d.ts`],
    });
    const { generateDtsBundle } = tools('dts-bundle-generator');
    const entries = [{ filePath: join(folder, `${entry}.d.ts`), output: { noBanner: true } }];
    const [types] = generateDtsBundle(entries, { preferredConfigPath: bundling });
    const outside = /^import .*|^\/\/\/ <reference .*/m.exec(types);
    if (outside !== null) throw new Error(`the types of phasic/parts ask for another package: ${outside[0]}`);
    writeFileSync(file, types);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
