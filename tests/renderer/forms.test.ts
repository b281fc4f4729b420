import * as v from 'valibot';
import { expect, test } from 'vitest';
import { fromPosition, positions, toPosition } from '../../renderer/ui/slider-scale.ts';
import { parameterLabel, perStepText, shortNumber, unitBeside } from '../../renderer/ui/words.ts';
import { catalogue as readCatalogue } from '../../src/engine/catalogue.ts';
import {
  allowedValues,
  flag,
  parameterSchema,
  timeConstant,
  type NumberParameter,
} from '../../src/contracts/parameters.ts';

const numbers = Object.values(readCatalogue())
  .flat()
  .flatMap(({ parameters }) => Object.values(parameters))
  .filter((parameter): parameter is NumberParameter => parameter.kind === 'real' || parameter.kind === 'integer');

const isAllowed = (parameter: NumberParameter, value: number): boolean =>
  v.safeParse(parameterSchema(parameter), value).success;

test('every position of a slider is a valid value, from minimum to maximum', () => {
  for (const parameter of numbers) {
    const values = Array.from({ length: positions + 1 }, (_, position) => fromPosition(parameter, position));
    expect(values[0]).toBe(parameter.min);
    expect(values.at(-1)).toBe(parameter.max);
    for (const [i, value] of values.entries()) {
      expect(value).toBeGreaterThanOrEqual(values[i - 1] ?? parameter.min);
      expect(value).toBeLessThanOrEqual(parameter.max);
      if (parameter.multipleOf !== undefined) expect(isAllowed(parameter, value)).toBe(true);
      if (parameter.kind === 'integer') expect(Number.isInteger(value)).toBe(true);
    }
  }
});

test('a value has its own position', () => {
  for (const parameter of numbers) {
    const position = toPosition(parameter, parameter.default);
    expect(position).toBeGreaterThanOrEqual(0);
    expect(position).toBeLessThanOrEqual(positions);
    expect(Math.abs(toPosition(parameter, fromPosition(parameter, position)) - position)).toBeLessThanOrEqual(1);
  }
});

test('labels are words without the unit, which is next to the field', () => {
  const seconds: NumberParameter = { kind: 'real', default: 1, min: 0, max: 2, unit: 's', help: '' };
  expect(parameterLabel('itiSeconds', seconds)).toBe('ITI');
  expect(parameterLabel('cueRewardSeconds', seconds)).toBe('cue reward');
  expect(parameterLabel('learningRate', { ...seconds, unit: 'per trial' })).toBe('learning rate');
  expect(parameterLabel('seconds', seconds)).toBe('seconds');
  expect(allowedValues(seconds)).toBe('0 to 2 s');
  expect(allowedValues(flag({ default: false, help: '' }))).toBe('true, false');
  expect(allowedValues(flag({ default: false, help: '' }), 'on or off')).toBe('on or off');
  expect(unitBeside('cue reward', seconds)).toBe('s');
  expect(unitBeside('filters', { ...seconds, unit: 'filters' })).toBeUndefined();
});

test('numbers are short, with a true minus sign', () => {
  expect(shortNumber(-0.123456)).toBe('\u22120.123');
  expect(shortNumber(1234.6)).toBe('1230');
  expect(shortNumber(2e-14)).toBe('0');
  expect(shortNumber(0.00012)).toBe('1.20e\u22124');
});

test('a time constant is also shown per step, if that is a different number and the step is known', () => {
  const discount = timeConstant({ perSecond: 'kept', default: 0.9, min: 0, max: 1, help: 'worth' });
  expect(perStepText(discount, 0.9, 0.2)).toBe('= 0.9791 per step of 0.2 s');
  expect(perStepText({ ...discount, perSecond: 'lost' }, 0.36, 0.5)).toBe('= 0.2 per step of 0.5 s');
  expect(perStepText({ ...discount, perSecond: 'gained' }, 0.05, 0.2)).toBe('= 0.01 per step of 0.2 s');
  for (const [parameter, value, step] of [
    [discount, 1, 0.2],
    [discount, 0.9, undefined],
    [{ ...discount, perSecond: undefined }, 0.9, 0.2],
  ] as const)
    expect(perStepText(parameter, value, step)).toBeUndefined();
});
