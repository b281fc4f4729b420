import { expect, test } from 'vitest';
import { readDesign } from '../../src/designs/read.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { trialChooser, type TrialChooser } from '../../src/fitting/designs/next-trial.ts';

const chooserOf = (text: string): TrialChooser => {
  const design = readDesign('txt', `${text}\niti = uniform 3 5\n`, 'test');
  const names = ['td-csc', 'rescorla-wagner'];
  const specs = names.map((agent) => completeTrialSpec({ world: 'own-design', design, agent, recording: 'dlight' }));
  return trialChooser({ specs, names, noise: { rho: 0.9, sd: 2, binSeconds: 0.05 }, seed: 1 });
};

const trained = Array.from({ length: 20 }, (_, i) => ({ type: i % 2 === 0 ? 'A+' : 'B-' }));

test('agents differ only after the cue that was rewarded, unless it has come as often in a row as it may', () => {
  const chooser = chooserOf('train | rand/10A+/10B-');
  const next = chooser.next(trained, 2);
  expect(next.type).toBe('A+');
  const [a, b] = next.candidates as [(typeof next.candidates)[number], (typeof next.candidates)[number]];
  expect(a.gain).toBeGreaterThan(100 * Math.abs(b.gain));
  const twice = [...trained, { type: 'A+' }, { type: 'A+' }];
  expect(chooser.next(twice, 2)).toMatchObject({ type: 'B-', candidates: [{ isAllowed: false }, { isAllowed: true }] });
  // Whatever was asked before.
  expect(chooser.next(trained, 2)).toEqual(next);
  expect(chooserOf('train | rand/10A+/10B-').next(trained, 2)).toEqual(next);
});

test('a naive animal shows the same whichever agent it is: of equal types the seed draws one', () => {
  const { candidates, agents } = chooserOf('train | rand/10A+/10B+').next([]);
  for (const { gain } of candidates) expect(gain).toBeCloseTo(0, 9);
  expect(agents).toEqual([0.5, 0.5]);
});

test('an uncertain reward: the outcome of each trial is asked for, and each outcome counts by its probability', () => {
  const soFar = trained.filter(({ type }) => type === 'A+');
  const gainsOf = (text: string, trials: Parameters<TrialChooser['next']>[0]): readonly number[] =>
    chooserOf(text)
      .next(trials)
      .candidates.map(({ gain }) => gain);
  const [uncertain] = gainsOf(
    'train | 10A+p0.75',
    soFar.map(() => ({ type: 'A+p0.75', outcome: 'delivered' as const })),
  );
  const [delivered, omitted] = gainsOf('train | rand/10A+/10A+p0', soFar);
  expect(uncertain).toBeCloseTo(0.75 * (delivered as number) + 0.25 * (omitted as number), 9);
  expect(() => chooserOf('train | 10A+p0.75').next([{ type: 'A+p0.75' }])).toThrow('ends in more than one way');
});

test('what cannot be chosen is said in one line', () => {
  expect(() => chooserOf('train | 10A+').next([{ type: 'A+' }], 1)).toThrow(
    'one trial type, and it may not come more than 1 in a row',
  );
  expect(() => chooserOf('train | 10A+').next([{ type: 'C+' }])).toThrow("trial 1: the design has no trial type 'C+'");
  expect(() => chooserOf('one | 10A+\ntwo | 10B+')).toThrow('has 2 groups');
});
