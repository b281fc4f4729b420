import { expect, test } from 'vitest';
import { banditTask } from '../../../src/fitting/choices/choice-task.ts';
import { choiceTrials } from '../../../src/fitting/choices/choice-trials.ts';
import { previousOutcomes, previousTrials } from '../../../src/fitting/choices/previous-outcome.ts';
import {
  comparedTrials,
  evidenceFigureData,
  trialScoresTable,
  type ScoredTrials,
} from '../../../src/fitting/report/compared-trials.ts';

const scored = (of: string, one: readonly (number | null)[], other: readonly (number | null)[]): ScoredTrials => ({
  of,
  data: 'signal',
  isHeldOut: true,
  conditions: one.map((_, trial) => (trial % 2 === 0 ? 'even' : 'odd')),
  models: [
    { id: 'a', title: 'A', byTrial: one },
    { id: 'b', title: 'B', byTrial: other },
  ],
});
const session = scored('s', [-4, -3, null, -1, -9], [-1, -2, null, -1, -1]);

test('the trials that speak for the best model, by condition and one by one', () => {
  const { best, second, conditions, most } = comparedTrials([session]);
  expect([best, second]).toEqual(['B', 'A']);
  // 3 and 8 in even trials (two: variance 12.5, of the sum 25), 1 and 0 in odd ones.
  expect(conditions).toEqual([
    expect.objectContaining({ condition: 'even', trials: 2, sum: 11, error: 5 }),
    expect.objectContaining({ condition: 'odd', trials: 2, sum: 1, error: 1 }),
  ]);
  expect(most.map(({ trial, difference }) => [trial, difference])).toEqual([
    [5, 8],
    [1, 3],
    [2, 1],
    [4, 0],
  ]);
});

test('of several subjects, which may have different numbers of trials, differences are those of their sums', () => {
  const all = [session, scored('t', [-2, -1], [-1, -2]), scored('u', [null, null], [null, null])];
  const { conditions, most } = comparedTrials(all);
  // 11 and 1 in even trials; 1 and -1 in odd ones.
  expect(conditions).toEqual([
    expect.objectContaining({ condition: 'even', trials: 3, sum: 12, error: 10 }),
    expect.objectContaining({ condition: 'odd', trials: 3, sum: 0, error: 2 }),
  ]);
  expect(most).toEqual([]);
  const { curves, trials } = evidenceFigureData(all, '');
  expect(curves.map(({ label, cumulative }) => [label, cumulative])).toEqual([['minus A', [4, 4, 4, 4, 12]]]);
  expect(trials).toEqual([]);
});

test('the table has each trial with data under each model', () => {
  const lines = trialScoresTable([[session]], 'session')
    .csv.trimEnd()
    .split('\n');
  expect(lines).toHaveLength(1 + 8);
  expect(lines[0]).toBe('session,data,trial,condition,model,logLikelihood,difference,heldOut');
  expect(lines[1]).toBe('s,signal,1,even,a,-4,-3,yes');
  expect(lines.at(-1)).toBe('s,signal,5,even,b,-1,0,yes');
  expect(evidenceFigureData([session], '').trials.at(-1)).toEqual({ trial: 5, difference: 8, condition: 0 });
});

test('what came of the choice before, in the same state and since values began anew', () => {
  const { states, options } = banditTask(1, [0, 1]);
  const trials = choiceTrials({
    states: 2,
    options,
    state: Int32Array.of(0, 1, 0, 0, 0, 1, 0),
    choice: Int32Array.of(0, 1, -1, 1, 0, 0, 0),
    reward: Float64Array.of(1, 0, NaN, 0, 1, 1, 1),
    starts: Int32Array.of(6),
  });
  expect(states).toBe(1);
  expect([...previousTrials(trials)]).toEqual([-1, -1, -1, 0, 3, 1, -1]);
  expect(previousOutcomes([trials])[0]?.slice(3)).toEqual([
    'after a reward of 1',
    'after a reward of 0',
    'after a reward of 0',
    'at first',
  ]);
  const many = { ...trials, reward: Float64Array.of(1, 2, NaN, 3, 4, 5, 6) };
  expect(previousOutcomes([many])[0]?.slice(3, 6)).toEqual(['after a reward up to 3.5', 'after a reward up to 3.5', 'after a reward up to 3.5']); // prettier-ignore
});
