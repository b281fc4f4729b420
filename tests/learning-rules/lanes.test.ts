import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Learner } from '../../src/contracts/learning-rule.ts';
import kalmanTd from '../../src/learning-rules/kalman-td.ts';
import successorRepresentation from '../../src/learning-rules/successor-representation.ts';
import { between, setupOf, trialOf, valuesOf } from '../architectures/trials.ts';
import { expectSameBits, runTrial, withoutWebAssembly, type Case } from './feature-cases.ts';

const size = 90;
const strands = 3;

/** One or two of several serial compounds, whose moments are first seen in turn, so that their slots interleave. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    strand: fc.nat(strands - 1),
    other: fc.option(fc.nat(strands - 1), { nil: undefined, freq: 5 }),
    from: fc.nat(10),
    window: fc.integer({ min: 2, max: 18 }),
    value: fc.oneof(fc.constant(1), between(0, 1)),
    rewards: fc.array(fc.tuple(fc.nat(17), between(-1, 1)), { maxLength: 2 }),
    plastic: fc.boolean(),
    overrides: fc.constantFrom(undefined, { discount: 0.5 }, { traceDecay: 0.9 }),
    added: fc.boolean(),
  })
  .map(({ strand, other, from, window, value, rewards, plastic, overrides, added }) => {
    const outcomes = rewards.filter(([step]) => step < window);
    const values = new Float64Array((window + 1) * size);
    for (let row = 1; row < window; row++) {
      values[row * size + strands * (from + row - 1) + strand] = value;
      if (other !== undefined) values[row * size + strands * row + other] = 1;
    }
    return {
      trial: trialOf({
        zeroStep: 1,
        window,
        outcomes,
        plastic: plastic || !added,
        ...(overrides === undefined ? {} : { overrides }),
        interventions: added ? [{ from: 2, steps: 3, gainPositive: 0.5, gainNegative: 1, added: 0.3 }] : [],
      }),
      table: {
        layout: 'dense' as const,
        firstStep: 0,
        rows: window + 1,
        columns: Int32Array.from({ length: size }, (_, feature) => feature),
        values,
      },
    };
  });

const setup = setupOf({ terms: { discount: 0.9, rewardRateLearning: 0.01 }, layout: 'dense', size });
const learners: readonly (readonly [string, () => Learner])[] = [
  ['Kalman TD', () => kalmanTd.create(valuesOf(kalmanTd, { onsetsTeach: true }), setup)],
  ...(['reset', 'continuous'] as const).map((boundary): readonly [string, () => Learner] => [
    `successors, ${boundary}`,
    () =>
      successorRepresentation.create(
        valuesOf(successorRepresentation, { traceDecay: 0.8, successorRate: 0.2, boundary }),
        setup,
      ),
  ]),
];

test.each(learners)('%s: the same bits with WebAssembly and without', (_, make) => {
  fc.assert(
    fc.property(fc.array(cases, { minLength: 3, maxLength: 12 }), (session) => {
      const fast = make();
      let slow = withoutWebAssembly(make);
      for (const [i, one] of session.entries()) {
        const shown = runTrial(fast, one);
        // What grows is made anew, so not only at the start.
        expect(shown).toStrictEqual(withoutWebAssembly(() => runTrial(slow, one)));
        expectSameBits(fast.weights, slow.weights);
        if (i !== 5 && i !== session.length - 1) continue;
        const [saved, other] = [fast.state(), slow.state()];
        expectSameBits(saved, other);
        // Each goes on from the state of the other.
        fast.restore(other);
        slow = withoutWebAssembly(() => {
          const restored = make();
          restored.restore(saved);
          return restored;
        });
      }
    }),
    { numRuns: 25 },
  );
});
