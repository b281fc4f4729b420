import { expect, test } from 'vitest';
import asymmetric from '../../src/recordings/asymmetric.ts';
import identity from '../../src/recordings/identity.ts';
import { readings } from './population.ts';

const rpe = [0, 1, -0.6, 0.25, -1.2];

test('identity shows the RPE unchanged', () => expect([...(readings(identity, {}, rpe)[0] ?? [])]).toEqual(rpe));

test('asymmetric scales negative RPE by 1/6 and does not change positive RPE (Niv, Duff & Dayan 2005)', () => {
  const [shown] = readings(asymmetric, {}, rpe);
  expect([...(shown ?? [])]).toEqual([0, 1, expect.closeTo(-0.1, 12), 0.25, expect.closeTo(-0.2, 12)]);
});

test('asymmetric with a factor of 1 is symmetric, with 0 it rectifies', () => {
  expect([...(readings(asymmetric, { negativeScale: 1 }, rpe)[0] ?? [])]).toEqual(rpe);
  expect([...(readings(asymmetric, { negativeScale: 0 }, rpe)[0] ?? [])].map(Math.abs)).toEqual([0, 1, 0, 0.25, 0]);
});
