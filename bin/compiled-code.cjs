// Keeps what Node compiled of the program between runs, which halves the time to load it. Node 22 does so itself; this
// is the same for Node 20.
const {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { Script } = require('node:vm');

/** Ends with a hash of what is in it: code that was compiled of it is of these bytes. */
const hashed = /-[\w-]{8}\.cjs$/;
/** Loads ES modules, such as a user's own parts, which a Script cannot. */
const importing = /[\s(=>]import\(/;

/**
 * Files of the program that are required from now on are compiled as they were before, if they were.
 * @param {string} folder where compiled code is
 * @returns {() => void} keeps the code of files that were compiled here, with every function that was used so far
 */
function compileOnce(folder) {
  const load = require.extensions['.js'];
  /** @type {Map<string, Script>} */
  const compiled = new Map();
  require.extensions['.cjs'] = (module, file) => {
    const source = hashed.test(file) ? readFileSync(file, 'utf8') : '';
    if (source === '' || importing.test(source)) return load(module, file);
    const kept = join(folder, basename(file));
    const cachedData = bytesOf(kept);
    const wrapped = `(function (exports, require, module, __filename, __dirname) { ${source}\n})`;
    const script = new Script(wrapped, { filename: file, cachedData });
    // Another version of Node, or the same with other options.
    if (cachedData === undefined || script.cachedDataRejected) compiled.set(kept, script);
    const own = (id) => module.require(id);
    script.runInThisContext().call(module.exports, module.exports, own, module, file, dirname(file));
  };
  return () => {
    for (const [kept, script] of compiled) keep(kept, script.createCachedData());
  };
}

function bytesOf(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Whole or not at all: another process may read it meanwhile. Where nothing can be written, every start compiles. */
function keep(file, bytes) {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const to = openSync(temporary, 'w');
    try {
      writeFileSync(to, bytes);
      fsyncSync(to);
    } finally {
      closeSync(to);
    }
    renameSync(temporary, file);
  } catch {
    removed(temporary);
  }
}

function removed(file) {
  try {
    unlinkSync(file);
  } catch {
    // It was not made.
  }
}

module.exports = { compileOnce };
