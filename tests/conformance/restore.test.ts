import { describe, expect, test } from 'vitest';
import type { ControlSpec } from '../../src/spec/spec.ts';
import { InputError } from '../../src/core/errors.ts';
import type { ControlSession } from '../../src/engine/control/control-session.ts';
import { controlAgents } from '../../src/engine/registry.ts';
import { startControlRun, type ControlRun } from '../../src/session/control/start-run.ts';
import { restoreChecked, stateOf } from '../../src/session/control/restore-run.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import type { ControlManifest } from '../../src/storage/manifest.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/storage/safetensors.ts';
import { isWhole } from '../sample.ts';
import { smallControlRun } from './small-control.ts';

type Tree = unknown;
type Mutant = readonly [name: string, tree: Tree];

const numbers = (value: number): readonly Tree[] => [
  Number.NaN,
  -1,
  0.5,
  1e15,
  -1e300,
  Infinity,
  value + 1,
  'x',
  null,
  undefined,
];
const arrays = (value: Float64Array): readonly Tree[] => [
  ...[Number.NaN, -1, 1e9, 0.5, Infinity].map((filled) => value.slice().fill(filled)),
  value.slice(0, -1),
  value.slice(0, 0),
  3,
  null,
  undefined,
  [],
];
const lists = (value: readonly Tree[]): readonly Tree[] => [
  [],
  null,
  3,
  'x',
  value.slice(0, -1),
  [null],
  [...value, value[0]],
];

const isArray = (tree: Tree): tree is Float64Array => ArrayBuffer.isView(tree);

/** A state with one change: each number, array, list, name. */
function* mutants(tree: Tree, path: string): Generator<Mutant> {
  const replaced = (values: readonly Tree[]): readonly Mutant[] => values.map((value, i) => [`${path}, ${i}`, value]);
  if (typeof tree === 'number') yield* replaced(numbers(tree));
  else if (isArray(tree)) yield* replaced(arrays(tree));
  else if (Array.isArray(tree)) {
    const items = tree as readonly Tree[];
    yield* replaced(lists(items));
    for (const [i, item] of items.slice(0, 2).entries())
      for (const [name, mutant] of mutants(item, `${path}/${i}`)) yield [name, items.with(i, mutant)];
  } else if (typeof tree === 'object' && tree !== null) {
    yield* replaced([null, 3, [], {}]);
    for (const [key, value] of Object.entries(tree))
      for (const [name, mutant] of mutants(value, `${path}/${key}`)) yield [name, { ...tree, [key]: mutant }];
  } else yield* replaced([3, 'x', null, undefined, []]);
}

const ticks = 150;

function standing(spec: ControlSpec): {
  readonly run: ControlRun;
  readonly state: Tree;
  readonly manifest: ControlManifest;
} {
  const run = startControlRun(spec, fusedNetworks);
  run.session.advance(ticks);
  const state = decodeSafetensors(encodeSafetensors(stateOf(run)), 'memory');
  const { steps, episodes } = run.session;
  return {
    run,
    state,
    manifest: {
      files: { 'checkpoint-1.safetensors': { bytes: 0, sha256: '' } },
      steps,
      episodes: episodes.count,
    } as unknown as ControlManifest,
  };
}

/** The result of continuing from a state: no visible difference, or an error. */
function outcome(spec: ControlSpec, from: ControlSession, state: Tree, manifest: ControlManifest): unknown {
  const run = startControlRun(spec, fusedNetworks);
  from.episodes.visit(0, from.episodes.count, (...episode) => run.session.episodes.add(...episode));
  try {
    restoreChecked(run, state as never, manifest, 'run');
    run.session.advance(10);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    run.session.dispose();
  }
}

/** Changes for which a loop would not end, or would run past its data; tested for every agent that has them. */
const perilous = /(lived.*|done|ticks|next|active|live|s[012]|\/c|taken|count|pairs|time|open.*), \d+$/;
/** Of all others, one in N. */
const stride = isWhole ? 23 : 61;

describe.each(controlAgents().map(({ id }) => id))('%s', (agent) => {
  test('continues from a state with one change, or reports it in one line', () => {
    const spec = { ...smallControlRun(agent), backend: 'fused' };
    const { run, state, manifest } = standing(spec);
    expect(outcome(spec, run.session, state, manifest)).toBeUndefined();
    let refused = 0;
    for (const [i, [name, mutant]] of [...mutants(state, '')].entries()) {
      if (i % stride !== 0 && !perilous.test(name)) continue;
      const error = outcome(spec, run.session, mutant, manifest);
      if (error === undefined) continue;
      refused += 1;
      expect(error, name).toBeInstanceOf(InputError);
      expect((error as InputError).message, name).not.toContain('\n');
    }
    expect(refused).toBeGreaterThan(isWhole ? 50 : 25);
  });
});
