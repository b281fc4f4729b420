import { expect, test } from 'vitest';
import { at, run, tdCsc } from './experiment.ts';
import { expectGolden } from './tolerance.ts';

const finished = run({ world: 'redish-2004', agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.2 }) });

test('D 0.5, α 0.1: value before the drug is 20.5 after 400 trials, before a natural reward 1.0', () => {
  // At the paradigm's defaults, 400 trials of each are in two halves.
  expectGolden(at(finished, 'drug', 'value', 0.8), 20.5, 'drug');
  expectGolden(at(finished, 'natural', 'value', 0.8), 1, 'natural reward');
});

test('closed form: once its value exceeds its reward, the drug adds α D per trial', () => {
  const grown = at(finished, 'drug', 'value', 0.8) - at(finished, 'drug-middle', 'value', 0.8);
  expect(grown).toBeCloseTo(200 * 0.1 * 0.5, 6);
});
