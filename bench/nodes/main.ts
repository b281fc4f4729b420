import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '../../src/core/errors.ts';
import { onEach } from './compare.ts';
import { generatedSpecs } from './generated.ts';
import { fetchedNodes, fetchNodes } from './programs.ts';
import type { Printed } from './process.ts';

/** Runs generated specs on each Node and reports differences. Exit code 1 if there are any. */
export async function main(root: string, argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      fetch: { type: 'boolean' },
      count: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
    },
  });
  try {
    await fetchNodes();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`bench:nodes: ${error.message}\n`);
    return 2;
  }
  const programs = fetchedNodes();
  if ('hindrance' in programs) {
    process.stderr.write(`bench:nodes: ${programs.hindrance}\n`);
    return 2;
  }
  if (values.fetch === true) return 0;
  const folder = mkdtempSync(join(tmpdir(), 'phasic-nodes-'));
  const specs = generatedSpecs(Number(values.count), Number(values.seed));
  const printed = onEach(programs, join(root, 'dist/bench/nodes-process.js'), specs, join(folder, 'specs.json'));
  rmSync(folder, { recursive: true });
  return report(printed, specs);
}

function report(printed: readonly Printed[], specs: readonly unknown[]): number {
  const [first, ...others] = printed as readonly [Printed, ...Printed[]];
  const refused = first.fingerprints.filter((one) => one.includes(':')).length;
  process.stdout.write(`${specs.length} specs on ${first.node}; in ${refused} of them learning diverges\n`);
  let differences = 0;
  for (const { node, fingerprints, functions } of others) {
    const unequal = specs.filter((_, i) => fingerprints[i] !== first.fingerprints[i]);
    const names = Object.keys(functions).filter((name) => functions[name] !== first.functions[name]);
    process.stdout.write(
      `${node}: ${specs.length - unequal.length} of ${specs.length} specs have the same bytes; functions that differ: ${names.join(', ') || 'none'}\n`,
    );
    for (const spec of unequal.slice(0, 3)) process.stdout.write(`  ${JSON.stringify(spec)}\n`);
    differences += unequal.length + names.length;
  }
  return differences === 0 ? 0 : 1;
}
