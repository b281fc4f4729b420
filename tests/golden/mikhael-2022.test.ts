import { expect, test } from 'vitest';
import { at, run } from './experiment.ts';

// In steps of 0.2 s: s0 = 0.1 s, l = 0.6 s.
const [discount, weber, precision, anticipation] = [0.484 ** 0.2, 0.15, 0.5, 3];

// To about an eighth: the closed form is for exactly exponential values, and blurred ones are only nearly exponential.
test('closed form: far from both ends the error is approximately the published bias, exp((ln γ)² (l² - s²) / 2) - 1 times the value', () => {
  const finished = run({
    world: { id: 'mikhael-2022', parameters: { trainingTrials: 2000 } },
    agent: 'td-state-uncertainty',
  });
  for (const seconds of [2.6, 3.2, 3.6, 3.8]) {
    const sinceLandmark = Math.round(seconds / 0.2) % 5;
    const seen = precision ** 2 + (weber * sinceLandmark) ** 2;
    const bias = Math.exp((Math.log(discount) ** 2 * (anticipation ** 2 - seen)) / 2) - 1;
    const value = at(finished, 'standard-constant', 'value', seconds - 0.2);
    expect(
      Math.abs(at(finished, 'standard-constant', 'rpe', seconds) / (bias * value) - 1),
      `${seconds} s`,
    ).toBeLessThan(0.125);
  }
});
