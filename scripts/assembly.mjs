// Vite plugin: `import bytes from 'assembly:NAME'` gives assembly/NAME.ts, compiled from AssemblyScript to WebAssembly,
// as base64. Compilation takes some seconds, so its output is cached under node_modules/.cache by the hash of the
// source.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const prefix = 'assembly:';
const query = '?assembly';
const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--importMemory'];

const sourceOf = (id) => join(root, 'assembly', `${id.slice(prefix.length)}.ts`);

async function compile(file) {
  const source = readFileSync(file, 'utf8');
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json');
  const hash = createHash('sha256')
    .update(JSON.stringify([source, options, version]))
    .digest('hex')
    .slice(0, 20);
  const folder = join(root, 'node_modules', '.cache', 'phasic-assembly');
  const kept = join(folder, `${hash}.wasm`);
  if (existsSync(kept)) return readFileSync(kept);
  const { default: asc } = await import('assemblyscript/asc');
  let binary;
  const { error } = await asc.main(['source.ts', ...options, '-o', 'out.wasm'], {
    readFile: (name) => (name === 'source.ts' ? source : null),
    writeFile: (name, content) => {
      if (name === 'out.wasm') binary = content;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${file}: ${error.message}`);
  mkdirSync(folder, { recursive: true });
  // Renamed into place: several test workers may compile at the same time.
  const aside = `${kept}.${process.pid}`;
  writeFileSync(aside, binary);
  renameSync(aside, kept);
  return binary;
}

export function assembly() {
  return {
    name: 'phasic-assembly',
    // The id is the source's path, so that the list of a build's sources includes it.
    resolveId: (id) => (id.startsWith(prefix) ? `${sourceOf(id)}${query}` : undefined),
    async load(id) {
      if (!id.endsWith(query)) return undefined;
      const file = id.slice(0, -query.length);
      this.addWatchFile(file);
      return `export default ${JSON.stringify(Buffer.from(await compile(file)).toString('base64'))};`;
    },
  };
}
