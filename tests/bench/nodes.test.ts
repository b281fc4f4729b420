import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onEach } from '../../bench/nodes/compare.ts';
import { fingerprint } from '../../bench/nodes/fingerprint.ts';
import { generatedSpecs } from '../../bench/nodes/generated.ts';
import { fetchedNodes } from '../../bench/nodes/programs.ts';
import type { Printed } from '../../bench/nodes/process.ts';
import { everyPart } from '../../scripts/every-part.mjs';
import { find, list } from '../../src/engine/registry.ts';
import { buildEntries, type BuiltEntries } from '../built-entries.ts';

// With the engine's built-in ** four of these differ between Node 20 and 24.
const seed = 8;
const specs = generatedSpecs(20, seed);

test('generated specs are of every kind, equal for the same seed and different for another', () => {
  const learners = generatedSpecs(200, 1).map(({ spec }) => find('learning-rules', spec.agent.learningRule.id));
  expect(new Set(learners.map(({ timescale }) => timescale))).toEqual(
    new Set(['trial', 'step', 'event', 'choice', 'control']),
  );
  expect(new Set(learners.map(({ id }) => id)).size).toBeGreaterThan(list('learning-rules').length * 0.8);
  expect(generatedSpecs(20, seed)).toEqual(specs);
  expect(generatedSpecs(20, seed + 1)).not.toEqual(specs);
});

test('a fingerprint distinguishes runs, and is the same for the same run', () => {
  const prints = specs.map(fingerprint);
  expect(new Set(prints).size).toBe(specs.length);
  expect(specs.slice(0, 5).map(fingerprint)).toEqual(prints.slice(0, 5));
});

const programs = fetchedNodes();
const hindrance = 'hindrance' in programs ? programs.hindrance : undefined;

describe.skipIf(hindrance !== undefined)(
  `Node 20, 22 and 24${hindrance === undefined ? '' : ` (${hindrance})`}`,
  () => {
    let built: BuiltEntries;
    let printed: readonly Printed[];
    beforeAll(async () => {
      built = await buildEntries({ process: 'bench/nodes/process.ts' }, [everyPart()]);
      printed = onEach(
        programs as readonly string[],
        join(built.folder, 'process.js'),
        specs,
        join(built.folder, 'specs.json'),
      );
    }, 120_000);
    afterAll(() => built.remove());

    test('there are three', () => {
      expect(printed.map(({ node }) => node.slice(0, 4))).toEqual(['v20.', 'v22.', 'v24.']);
    });

    test('give the same bytes for each spec', () => {
      const here = specs.map(fingerprint);
      for (const { node, fingerprints } of printed) expect(fingerprints, node).toEqual(here);
    });

    test('have the same bits in every function that results may use', () => {
      for (const { node, functions } of printed) expect(functions, node).toEqual(printed[0]?.functions);
    });
  },
);
