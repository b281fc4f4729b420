import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { banditTask } from '../../../src/fitting/choices/choice-task.ts';
import { choiceTrials } from '../../../src/fitting/choices/choice-trials.ts';
import { choiceBlocks, heldOutChoices } from '../../../src/fitting/choices/held-out-choices.ts';
import rescorlaWagner from '../../../src/fitting/choices/models/rescorla-wagner.ts';

const missed = Uint8Array.from({ length: 60 }, (_, trial) => Number(trial % 7 === 5));
const trials = rescorlaWagner.simulate(
  Float64Array.of(0.4, 3),
  { ...banditTask(60, [0.8, 0.2]), missed },
  randomStream(4, 'subject'),
);

/** Log probability of each choice by the definition of Rescorla-Wagner and softmax; 0 where there was none. */
function slowScores(rate: number, temperature: number): readonly number[] {
  const q = [0.5, 0.5];
  return Array.from(trials.choice, (option, trial) => {
    if (option < 0) return 0;
    const [own = 0, other = 0] = [q[option], q[1 - option]];
    q[option] = own + rate * ((trials.reward[trial] ?? 0) - own);
    return -Math.log(1 + Math.exp(-temperature * (own - other)));
  });
}

const sum = (of: readonly number[]): number => of.reduce((total, one) => total + one, 0);

/** On points, with priors N(0, 1.5²) of the logit of the rate and N(1, 1) of the log of the temperature. */
const heightWithout = ([x, y]: readonly [number, number], [from, to]: readonly [number, number]): number =>
  sum(slowScores(1 / (1 + Math.exp(-x)), Math.exp(y)).filter((_, trial) => trial < from || trial >= to)) -
  (x / 1.5) ** 2 / 2 -
  (y - 1) ** 2 / 2;

/** By ever finer grids. */
function highestWithout(range: readonly [number, number]): readonly [number, number] {
  let best: readonly [number, number] = [0, 1];
  for (let width = 3; width > 1e-5; width /= 3) {
    const [x, y] = best;
    const steps = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1].map((one) => one * width);
    for (const i of steps)
      for (const j of steps)
        if (heightWithout([x + i, y + j], range) > heightWithout(best, range)) best = [x + i, y + j];
  }
  return best;
}

test('a block is scored at the maximum of the posterior of all others, and learned from all the same', () => {
  const { trials: count, blocks } = heldOutChoices(trials, rescorlaWagner, { blocks: 3, seed: 1, starts: 3 });
  expect(count).toBe(missed.filter((one) => one === 0).length);
  // 17, 18 and 17 choices: trial 40 was missed.
  expect(blocks.map(({ trials: range }) => range)).toEqual([
    [0, 20],
    [20, 41],
    [41, 60],
  ]);
  for (const { trials: range, byTrial, logLikelihood } of blocks) {
    const [x, y] = highestWithout(range);
    const slow = slowScores(1 / (1 + Math.exp(-x)), Math.exp(y)).slice(...range);
    byTrial.forEach((score, i) =>
      missed[range[0] + i] === 1 ? expect(score).toBeNull() : expect(score).toBeCloseTo(slow[i] ?? 0, 4),
    );
    expect(logLikelihood).toBeCloseTo(sum(slow), 3);
  }
});

test('whole rounds are kept out where there are enough of them', () => {
  const given = (starts: readonly number[]) =>
    choiceTrials({ ...trials, starts: Int32Array.from(starts), choice: trials.choice.map((one, i) => (i < 20 ? -1 : one)) }); // prettier-ignore
  // The first round has no choices.
  expect(choiceBlocks(given([20, 30, 50]), 3)).toEqual([
    [0, 30],
    [30, 50],
    [50, 60],
  ]);
  expect(choiceBlocks(given([20, 30, 50]), 2)).toEqual([
    [0, 50],
    [50, 60],
  ]);
  // Two rounds with choices are too few for four blocks.
  expect(choiceBlocks(given([30, 60]), 4).map(([from]) => from)).toEqual([0, 30, 41, 50]);
});
