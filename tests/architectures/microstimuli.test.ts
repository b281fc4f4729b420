import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import microstimuli from '../../src/architectures/microstimuli.ts';
import { between, designOf, featuresOf, trialOf, valuesOf } from './trials.ts';

const design = designOf({ cues: ['light', 'tone'], types: {} });

test('x_k = y exp(-(y - k/m)² / 2σ²) / sqrt(2π), y = d^(steps since the last onset); 0 where below `faintest` / sqrt(2π)', () => {
  const given = fc.record({
    count: fc.integer({ min: 1, max: 8 }),
    decay: between(0.5, 1),
    width: between(0.02, 1),
    rewardMicrostimuli: fc.boolean(),
    faintest: fc.constantFrom(1e-12, 0.002, 0.1),
  });
  const trials = fc.record({
    cues: fc.array(fc.tuple(fc.nat(1), fc.nat(9), fc.constant(1)), { maxLength: 3 }),
    outcomes: fc.array(fc.tuple(fc.nat(9), fc.constantFrom(0, 1)), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(given, trials, (values, { cues, outcomes }) => {
      const { count: m, decay, width, faintest } = values;
      const trial = trialOf({ cues, outcomes });
      const encoder = microstimuli.create(valuesOf(microstimuli, values), design);
      const sources = [
        ...[0, 1].map((cue) => cues.filter((event) => event[0] === cue).map((event) => event[1])),
        ...(values.rewardMicrostimuli ? [outcomes.filter(([, magnitude]) => magnitude > 0).map(([step]) => step)] : []),
      ];
      expect(encoder.size).toBe(sources.length * m);
      const features = featuresOf(encoder.encode(trial), encoder.size, trial.steps);
      for (let step = 0; step < trial.steps; step++) {
        sources.forEach((onsets, source) => {
          const since = step - trial.zeroStep - Math.max(...onsets.filter((onset) => onset <= step - trial.zeroStep));
          for (let k = 1; k <= m; k++) {
            const y = since < Infinity ? decay ** since : 0;
            const size = y * Math.exp(-((y - k / m) ** 2 / (2 * width * width)));
            const x = features[step]?.[source * m + k - 1];
            if (size < faintest) expect(x).toBe(0);
            else expect(x).toBeCloseTo(size / Math.sqrt(2 * Math.PI), 12);
          }
        });
      }
    }),
  );
});

test('features of bench/td_numpy.py, an independent program: 25 microstimuli, decay .985, width .08', () => {
  const encoder = microstimuli.create(
    valuesOf(microstimuli, { count: 25, decay: 0.985, width: 0.08, rewardMicrostimuli: false, faintest: 1e-12 }),
    design,
  );
  const features = featuresOf(encoder.encode(trialOf({ zeroStep: 20, window: 80, cues: [[0, 0, 10]] })), encoder.size);
  // microstimuli(20, 100)[25, [0, 10, 24]]
  const printed = [7.2538924893155e-28, 3.265630493528905e-9, 0.24454179863365855];
  expect(features[25]?.[0]).toBe(0);
  [10, 24].forEach((k, i) => expect((features[25]?.[k] as number) / (printed[i + 1] as number)).toBeCloseTo(1, 12));
  expect(features[25]?.slice(25)).toEqual(Array.from({ length: 25 }, () => 0));
});

test('a table contains steps with the same active sources, and columns only for these', () => {
  const encoder = microstimuli.create(valuesOf(microstimuli, { count: 3 }), design);
  const tables = encoder.encode(trialOf({ cues: [[1, 0, 1]], outcomes: [[4, 1]] }));
  expect(
    tables.map(({ firstStep, rows, layout, ...table }) => [
      firstStep,
      rows,
      layout === 'dense' && 'columns' in table && [...table.columns],
    ]),
  ).toEqual([
    [2, 4, [3, 4, 5]],
    [6, 6, [3, 4, 5, 6, 7, 8]],
  ]);
});

test('a source whose microstimuli have all ended stays until those of all sources have, or a source has an onset', () => {
  const encoder = microstimuli.create(
    valuesOf(microstimuli, { count: 2, decay: 0.5, width: 0.3, faintest: 0.1 }),
    design,
  );
  // At .5^2 the first microstimulus is .177 of the largest possible, at .5^3 .057.
  const tables = [
    trialOf({ zeroStep: 0, cues: [[0, 0, 1]], outcomes: [[2, 1]] }),
    trialOf({ zeroStep: 0, cues: [[0, 2, 1]] }),
  ].flatMap((trial) =>
    encoder.encode(trial).map((table) => [table.firstStep, table.rows, 'columns' in table && [...table.columns]]),
  );
  expect(tables).toEqual([
    [0, 2, [0, 1]],
    [2, 3, [0, 1, 4, 5]],
    [2, 3, [0, 1]],
  ]);
});

test('a trace continues to fade through the interval between trials; each microstimulus until it is below `faintest`', () => {
  const encoder = microstimuli.create(
    valuesOf(microstimuli, { count: 2, decay: 0.8, width: 0.3, rewardMicrostimuli: false, faintest: 0.01 }),
    design,
  );
  const shown = trialOf({ zeroStep: 2, window: 4, cues: [[0, 0, 1]] });
  const nothing = trialOf({ zeroStep: 10, window: 4 });
  const completed = [shown, nothing, nothing, shown].flatMap((trial) =>
    featuresOf(encoder.encode(trial), encoder.size, trial.steps),
  );
  // Relative to 1: the first is .0106 at .8^15 and .0082 at .8^16, the second .0127 at .8^6 and .0065 at .8^7.
  completed.forEach(([first, second], step) => {
    const since = step >= 36 ? step - 36 : step - 2;
    const x = (k: number, last: number): number => {
      const y = since >= 0 && since <= last ? 0.8 ** since : 0;
      return (y * Math.exp(-((y - k / 2) ** 2) / (2 * 0.3 * 0.3))) / Math.sqrt(2 * Math.PI);
    };
    expect([first, second], `${step}`).toEqual([expect.closeTo(x(1, 15), 12), expect.closeTo(x(2, 6), 12)]);
  });
});

test('labels number the microstimuli of each source', () => {
  const encoder = microstimuli.create(valuesOf(microstimuli, { count: 3 }), design);
  expect([0, 5, 8].map((feature) => encoder.label(feature))).toEqual([
    'light microstimulus 1/3',
    'tone microstimulus 3/3',
    'reward microstimulus 3/3',
  ]);
});
