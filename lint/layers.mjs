// Which layer may import which, checked for every kind of import: static, dynamic, re-export, type, glob.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const foundation = ['core', 'contracts'];
const wholes = ['agents', 'paradigms'];
// The table of kinds is TypeScript, which this file cannot import, so its rows are read from the source text.
const kinds = [...readFileSync(join(root, 'src/spec/kinds.ts'), 'utf8').matchAll(/^  '?([a-z-]+)'?: declares</gm)];
const parts = kinds.map(([, kind = '']) => kind).filter((kind) => !wholes.includes(kind));
const pureCompute = ['compute/networks', 'compute/populations'];
const engine = [...foundation, 'spec', ...parts, ...pureCompute, ...wholes, 'designs'];
const aboutRuns = [
  ...engine,
  'engine',
  'analysis',
  'fitting',
  'fitting/report',
  'protocol',
  'storage',
  'figures',
  'links',
  'readers',
  'recorded',
  'writers',
];
const machine = ['install', 'compute'];
// Three mutually dependent layers: a job runs sessions, and a page's connection starts jobs.
const programs = ['session', 'jobs', 'export'];
const launcher = [...aboutRuns, ...machine, ...programs, 'own-parts'];
// Finds Electron, also for a report on the machine.
const findElectron = ['electron/binary', 'electron/window'];

// layers: which other layers may be imported. packages: which npm packages; '*' is any but electron, 'node' is node:*.
const one = (layers, packages = []) => ({ layers, packages });
// A nested layer has its own rule: 'compute/networks' is pure, the rest of compute uses Node.
const law = {
  core: one([], ['seedrandom', 'fastest-levenshtein']),
  contracts: one(['core'], ['valibot', 'simple-statistics']),
  spec: one(foundation, ['valibot']),
  ...Object.fromEntries(parts.map((layer) => [layer, one(foundation, ['valibot'])])),
  recordings: one(foundation, ['valibot', 'assembly:sensors']),
  'learning-rules': one(foundation, ['valibot', 'assembly:linear', 'assembly:lanes']),
  'compute/networks': one([...foundation, ...parts], ['@tensorflow/*', 'assembly:networks']),
  'compute/populations': one([...foundation, ...parts, 'compute/networks'], ['@tensorflow/*']),
  agents: one([...foundation, ...parts, ...pureCompute], ['valibot']),
  paradigms: one([...foundation, ...parts, 'designs'], ['valibot']),
  // Momoa is plain JavaScript; it gives the line and column of each value.
  designs: one(foundation, ['valibot', '@humanwhocodes/momoa', 'magic-bytes.js']),
  // Analysis is pure and does not import the engine, so the engine may measure with it.
  engine: one([...engine, 'analysis'], ['valibot']),
  analysis: one([...foundation, 'spec'], ['valibot', 'simple-statistics']),
  // Links are packed by what browsers and Node both have.
  links: one([...foundation, 'spec', 'designs'], ['valibot']),
  // Libraries for containers (HDF5, zip, Parquet, CSV); none of them touches a disk by itself.
  readers: one(foundation, ['papaparse', 'fflate', 'hyparquet', 'hyparquet-compressors', 'h5wasm', 'h5wasm-plugins']),
  recorded: one([...foundation, 'readers', 'writers', 'designs', 'spec'], ['valibot']),
  // HDF5 starts as it does for readers.
  writers: one([...foundation, 'readers'], ['h5wasm', 'fflate', 'hyparquet-writer']),
  // Fits to recordings: sessions of the engine, what a recording's mapping found, and statistics of both.
  fitting: one(
    [...engine, 'engine', 'analysis', 'recorded', 'fitting/report'],
    ['valibot', 'ml-matrix', 'simple-statistics'],
  ),
  // What is told of fits, in words, tables and curves: the page imports it too, without the engine.
  'fitting/report': one([...foundation, 'spec', 'recorded', 'fitting'], ['simple-statistics']),
  protocol: one([...foundation, 'spec'], ['valibot']),
  figures: one([...foundation, 'spec', 'analysis'], ['@observablehq/plot', 'fast-png']),
  storage: one([...foundation, 'spec'], ['*', 'node']),
  install: one([...foundation, 'storage'], ['*', 'node']),
  compute: one([...aboutRuns, ...machine], ['*', 'node']),
  'own-parts': one([...aboutRuns, 'install'], ['node']),
  session: one([...launcher, ...findElectron], ['*', 'node']),
  // The shipped matrix is a document that is bundled with the program.
  jobs: one([...launcher, ...findElectron, 'docs/matrix'], ['*', 'node']),
  export: one(launcher, ['*', 'node']),
  web: one(launcher, ['*', 'node']),
  cli: one([...launcher, ...findElectron, 'web'], ['*', 'node', 'electron']),
  'electron/binary': one([...foundation, 'install'], ['*', 'node']),
  'electron/window': one([...foundation, 'install'], ['*', 'node']),
  'electron/preload': one([...foundation, 'protocol'], ['electron']),
  electron: one([...launcher, ...findElectron, 'web'], ['*', 'node', 'electron']),
  // Fits run in workers of the page, and the engine in these alone: the page imports messages and what starts them.
  'renderer/fit': one([...foundation, 'spec', 'engine', 'fitting', 'fitting/report', 'protocol', 'renderer']),
  renderer: one(
    // Recordings are opened in a worker of the page, so that a file need not leave it.
    [
      ...foundation,
      'spec',
      'designs',
      'links',
      'protocol',
      'analysis',
      'figures',
      'recorded',
      'fitting/report',
      'renderer/fit',
    ],
    [
      'react',
      'react-dom',
      'react-aria-components',
      'react-aria',
      'react-stately',
      '@react-aria/*',
      '@internationalized/*',
      '@observablehq/plot',
      'uplot',
      'pixi.js',
      'valibot',
      'fast-png',
    ],
  ),
};

/** Layers with one part per file, which the registry finds by a glob. */
export const kindLayers = [...parts, 'agents'];

/** Layers without a DOM, Node, a clock or unseeded randomness. */
export const pureLayers = [
  ...engine,
  'engine',
  'analysis',
  'fitting',
  'fitting/report',
  'protocol',
  'figures',
  'readers',
  'recorded',
  'writers',
];
export const folderOf = (layer) => (layer === 'envs' || layer === 'renderer' ? layer : `src/${layer}`);

/** 'src/core/x.ts' -> 'core', 'src/compute/networks/x.ts' -> 'compute/networks', 'envs/x.ts' -> 'envs', 'src/new/x.ts' -> 'new', anything else -> undefined. */
function layerOf(path) {
  const [first, second, third] = relative(root, path).split(sep);
  if (first === 'src') {
    const inner = `${second}/${third?.replace(/\.ts$/, '')}`;
    return inner in law ? inner : second;
  }
  if (first === 'renderer' && `renderer/${second}` in law) return `renderer/${second}`;
  if (first === 'docs') return `docs/${second}`;
  return first === 'envs' || first === 'renderer' ? first : undefined;
}

function packageAllowed(name, allowed) {
  const bare = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
  if (name.startsWith('node:') || builtinModules.includes(bare)) return allowed.includes('node');
  if (bare === 'electron') return allowed.includes('electron');
  return allowed.some(
    (entry) => entry === '*' || entry === bare || (entry.endsWith('/*') && name.startsWith(entry.slice(0, -1))),
  );
}

const layers = {
  create(context) {
    const from = layerOf(context.filename);
    if (from === undefined) return {};
    const rule = law[from];

    function check(node, target) {
      if (typeof target !== 'string') return;
      if (rule === undefined) {
        context.report({ node, message: `src/${from} is an unknown layer: add it to lint/layers.mjs.` });
      } else if (target.startsWith('.') || target.startsWith('/')) {
        const path = target.startsWith('.') ? join(dirname(context.filename), target) : join(root, target);
        const to = layerOf(path);
        if (to === from) return;
        if (to === undefined || !rule.layers.includes(to)) {
          context.report({
            node,
            message: `${folderOf(from)} may not import ${to === undefined ? target : folderOf(to)}. Allowed: ${rule.layers.join(', ') || 'no layer'}.`,
          });
        }
      } else if (!packageAllowed(target, rule.packages)) {
        context.report({
          node,
          message: `${folderOf(from)} may not import '${target}'. Allowed: ${rule.packages.join(', ') || 'no package'}.`,
        });
      }
    }
    const source = (node) => check(node, node.source?.value);

    return {
      ImportDeclaration: source,
      ExportNamedDeclaration: source,
      ExportAllDeclaration: source,
      ImportExpression: source,
      TSImportType: source,
      TSExternalModuleReference: (node) => check(node, node.expression.value),
      CallExpression(node) {
        const { callee } = node;
        if (callee.type === 'Identifier' && callee.name === 'require') check(node, node.arguments[0]?.value);
        if (
          callee.type !== 'MemberExpression' ||
          callee.object.type !== 'MetaProperty' ||
          callee.property.name !== 'glob'
        )
          return;
        if (!['engine', 'recorded', 'fitting', 'compute', 'cli', 'renderer'].includes(from)) {
          context.report({
            node,
            message:
              'Only src/engine, src/recorded, src/fitting, src/compute, src/cli and renderer may use import.meta.glob: parts, readers, models of choices, backends, commands and workspaces are each found in one place.',
          });
        }
        const patterns =
          node.arguments[0]?.type === 'ArrayExpression' ? node.arguments[0].elements : node.arguments.slice(0, 1);
        for (const pattern of patterns) check(node, pattern?.value?.replace?.(/^!/, ''));
      },
    };
  },
};

export default { meta: { name: 'phasic' }, rules: { layers } };
