import { expect, test } from 'vitest';
import { run, tdCsc } from './experiment.ts';

const [learningRate, discount] = [0.1, 0.98];

/** C(n, k). */
const choose = (n: number, k: number): number =>
  Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((product, one) => product * one, 1);

test('closed form: TD(0) has γ^k C(n-1, k) α^k (1-α)^(n-1-k) r in rewarded trial n, k steps before the reward', () => {
  const { session } = run({ world: 'amo-2022', agent: tdCsc({ learningRate, discount, stepSeconds: 0.2 }) });
  const rewarded = session.trials.filter(({ type }) => type === 'A-water');
  const rewardStep = 15;
  for (const n of [1, 2, 5, 20, 60, 120, 170]) {
    const trial = rewarded[n - 1];
    if (trial === undefined) throw new Error(`no trial ${n}`);
    const reward = (session.offsets[trial.index] as number) + trial.zeroStep + rewardStep;
    for (let k = 0; k < rewardStep; k++) {
      const wanted =
        k > n - 1 ? 0 : discount ** k * choose(n - 1, k) * learningRate ** k * (1 - learningRate) ** (n - 1 - k);
      expect(session.signals.rpe[reward - k], `trial ${n}, ${k} steps before`).toBeCloseTo(wanted, 10);
    }
  }
});
