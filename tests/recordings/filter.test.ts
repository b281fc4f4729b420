import { describe, expect, test } from 'vitest';
import { causalFilter, filterSize, mixed, riseAndDecay, type Response } from '../../src/recordings/sensors/filter.ts';

const responses: Record<string, Response> = {
  'an immediate rise': riseAndDecay(0, 0.3),
  'rise and decay': riseAndDecay(0.05, 0.7),
  'a rise slower than the decay': riseAndDecay(0.9, 0.2),
  'equal time constants': riseAndDecay(0.4, 0.4),
  'a slow tail': mixed(riseAndDecay(0.4, 0.5), riseAndDecay(0.4, 4.5), 0.28),
};
const heightAt = (response: Response, t: number): number =>
  response.reduce((sum, { weight, seconds }) => sum + weight * Math.exp(-t / seconds), 0);

/** Area under a response from 0 to t. */
const areaTo = (response: Response, t: number): number =>
  t <= 0 ? 0 : response.reduce((sum, { weight, seconds }) => sum - weight * seconds * Math.expm1(-t / seconds), 0);

const impulses = [0, 1, 0, 0.3, 0, 0, 0, 2, 0, 0, 0, 0.7, 0, 0, 0, 0, 0, 0, 0, 0, 0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

function filtered(response: Response, delaySeconds: number, stepSeconds: number, input: readonly number[]): number[] {
  const filter = causalFilter(
    response,
    delaySeconds,
    stepSeconds,
    new Float64Array(filterSize(response, delaySeconds, stepSeconds)),
  );
  return input.map((impulse) => filter.step(impulse));
}

/** Every step sums over every impulse. */
function convolved(response: Response, delaySeconds: number, stepSeconds: number, input: readonly number[]): number[] {
  return input.map((_, step) =>
    input.reduce((sum, impulse, at) => {
      const from = (step - at) * stepSeconds - delaySeconds;
      return sum + (impulse * (areaTo(response, from + stepSeconds) - areaTo(response, from))) / stepSeconds;
    }, 0),
  );
}

describe.each(Object.entries(responses))('%s', (_, response) => {
  test.each([0, 0.1, 0.25, 0.3, 1.07])('with a delay of %d s it is the convolution, to 1e-12', (delay) => {
    for (const step of [0.013, 0.1, 0.5]) {
      const expected = convolved(response, delay, step, impulses);
      filtered(response, delay, step, impulses).forEach((value, i) => {
        // Equal time constants are a difference of large terms, which costs four digits.
        const size = Math.max(...response.map(({ weight }) => Math.abs(weight)));
        expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-12 * Math.max(1, size));
      });
    }
  });

  test('its peak is 1', () => {
    const heights = Array.from({ length: 40_000 }, (_, i) => heightAt(response, i / 10_000));
    expect(Math.max(...heights)).toBeCloseTo(1, 6);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(-1e-9);
  });

  test('half the step divides the same curve: two halves have the mean of the whole', () => {
    const halved = filtered(
      response,
      0.27,
      0.05,
      impulses.flatMap((impulse) => [impulse, 0]),
    );
    filtered(response, 0.27, 0.1, impulses).forEach((whole, i) =>
      expect(((halved[2 * i] as number) + (halved[2 * i + 1] as number)) / 2).toBeCloseTo(whole, 8),
    );
  });
});

test('equal time constants give t/τ exp(1 - t/τ)', () => {
  for (const t of [0.05, 0.4, 1, 3])
    expect(heightAt(riseAndDecay(0.4, 0.4), t)).toBeCloseTo((t / 0.4) * Math.exp(1 - t / 0.4), 3);
});

test('a delay of whole steps shifts by as many', () => {
  const response = riseAndDecay(0.05, 0.7);
  expect(filtered(response, 0.3, 0.1, impulses).slice(3)).toEqual(filtered(response, 0, 0.1, impulses).slice(0, -3));
});
