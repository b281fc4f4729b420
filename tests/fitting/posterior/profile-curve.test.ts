import { expect, test } from 'vitest';
import { profileCurve } from '../../../src/fitting/posterior/profile-posterior.ts';

test('the curve of a profile is smooth between its places: that of a normal density is one', () => {
  const [mean, sd] = [2, 0.5];
  const places = [-3, -1.5, -0.5, 0, 1, 2.5].map((z) => mean + z * sd);
  const { values, density } = profileCurve(
    places,
    places.map((value) => ((value - mean) / sd) ** 2 / 2),
  );
  expect(values).toHaveLength(41);
  values.forEach((value, i) => expect(density[i]).toBeCloseTo(Math.exp(-(((value - mean) / sd) ** 2) / 2), 12));
  places.forEach((place, i) => expect(values[8 * i]).toBe(place));
});
