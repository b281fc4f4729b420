import { expect, test } from 'vitest';
import { averageConditions } from '../../src/analysis/conditions.ts';
import { evidence } from '../../src/analysis/evidence.ts';
import { randomStream } from '../../src/core/random.ts';
import { mean } from '../core/moments.ts';
import { conditions, evidenceOf, makeSource } from './source.ts';

const source = makeSource();
const done = source.trials.length;
const averages = averageConditions(source, conditions);
const one = evidenceOf(source, averages, done);

const channels = 3;
const steps = source.offsets.at(-1) as number;
const random = randomStream(5, 'channels');
const column = (): Float64Array => Float64Array.from({ length: steps * channels }, () => random.normal(0, 1));
const [channelRpe, channelValue] = [column(), column()];
const many = evidence({
  ...source,
  parameters: {},
  averages: averages.averages(done),
  completed: (condition) => averages.completed(condition, done),
  signals: { ...source.signals, units: { 'channel-rpe': channelRpe, 'channel-value': channelValue } },
  channels,
});
const sure = source.trials.filter(({ type }) => type === 'sure');
const at = (data: Float64Array, trial: (typeof sure)[number], step: number, channel: number): number =>
  data[((source.offsets[trial.index] as number) + trial.zeroStep + step) * channels + channel] as number;

test('each channel over its steps in the condition’s trials', () => {
  const seen = many.channels('sure', 0.1, 0.3);
  expect(seen).toHaveLength(channels);
  seen.forEach(({ rpe, value }, channel) => {
    expect(rpe).toBeCloseTo(
      mean(sure.flatMap((trial) => [1, 2].map((step) => at(channelRpe, trial, step, channel)))),
      12,
    );
    expect(value).toBeCloseTo(
      mean(sure.flatMap((trial) => [1, 2].map((step) => at(channelValue, trial, step, channel)))),
      12,
    );
  });
});

test('each channel in each trial', () => {
  const trials = many.trials('sure');
  expect(trials).toHaveLength(sure.length);
  trials.forEach((trial, i) => {
    const seen = trial.channels(0.2);
    expect(seen.map(({ rpe }) => rpe)).toEqual(
      [0, 1, 2].map((channel) => at(channelRpe, sure[i] as never, 2, channel)),
    );
    expect(seen.map(({ value }) => value)).toEqual(
      [0, 1, 2].map((channel) => at(channelValue, sure[i] as never, 2, channel)),
    );
  });
});

test('an agent with one prediction has one channel, its RPE and value', () => {
  expect(one.channels('sure', 0, 0.1)).toEqual([
    { rpe: expect.closeTo(one.at('sure', 'rpe', 0), 12), value: expect.closeTo(one.at('sure', 'value', 0), 12) },
  ]);
  for (const trial of one.trials('sure'))
    expect(trial.channels(0.3)).toEqual([{ rpe: trial.at('rpe', 0.3), value: trial.at('value', 0.3) }]);
});

test('no trials, no number', () =>
  expect(many.channels('never', 0, 0.1).every(({ rpe }) => Number.isNaN(rpe))).toBe(true));
