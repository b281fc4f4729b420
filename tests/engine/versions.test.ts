import { expect, test } from 'vitest';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { list, lookup } from '../../src/engine/registry.ts';
import { hashRun, type Hasher } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { versions } from '../../src/spec/versions.ts';

/** Ids of everything in a spec that has an id and parameters: its parts, found without knowing where they are. */
function partsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'id' in value && 'parameters' in value ? [String(value.id)] : [];
  return [...own, ...Object.values(value).flatMap(partsIn)];
}

const manipulations = list('manipulations').map(({ id }) => id);
const worlds = list('envs').flatMap((env) => (env.kind === 'control' ? [env.id] : []));

test.each(list('paradigms').map(({ id }) => id))('every part of a run of %s has a version', (paradigm) => {
  const spec = completeTrialSpec({ world: paradigm, manipulations });
  expect(partsIn(spec).length).toBeGreaterThanOrEqual(5 + manipulations.length);
  expect(Object.keys(versions(lookup, spec))).toHaveLength(partsIn(spec).length);
});

test.each(worlds)('every part of a run in %s has a version', (env) => {
  const spec = completeControlSpec({ world: env });
  expect(partsIn(spec).length).toBeGreaterThanOrEqual(4);
  expect(Object.keys(versions(lookup, spec))).toHaveLength(partsIn(spec).length);
});

/** The input of a hash, as text. */
function hashed(spec: Parameters<typeof createTrialSession>[0]): string {
  const seen: string[] = [];
  const hasher: Hasher = {
    update: (bytes) => void seen.push(String.fromCharCode(...bytes.subarray(0, 10_000))),
    hex: () => '',
  };
  hashRun(createTrialSession(spec), hasher);
  return seen[0] as string;
}

test('the hash includes the versions of policy and manipulations', () => {
  const spec = completeTrialSpec({ world: 'morris-2006', manipulations: ['rpe-gains'] });
  const { versions: inHash } = JSON.parse(hashed(spec)) as { versions: Record<string, number> };
  expect(inHash).toEqual(versions(lookup, spec));
  expect(Object.keys(inHash)).toEqual(expect.arrayContaining(['policy', 'manipulation rpe-gains']));
});
