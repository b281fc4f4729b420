import { describe, expect, test } from 'vitest';
import { allPipelines, multiverse } from '../../../src/recorded/photometry/multiverse.ts';
import { binned } from '../../../src/recorded/photometry/bins.ts';
import { untriedWords } from '../../../src/recorded/model/multiverse-words.ts';
import { simulatedSession } from './session.ts';

function compared(session: ReturnType<typeof simulatedSession>, rateHz: number) {
  const { signal, control, model, rival } = session;
  const grid = { startSeconds: 0, stepSeconds: 0.05, count: Math.floor(model.length / (rateHz * 0.05)) };
  const at = (values: Float64Array): Float64Array => binned({ times: signal.times, values }, grid).values;
  return multiverse({
    signal,
    control,
    grid,
    models: [
      { id: 'rpe', values: at(model) },
      { id: 'salience', values: at(rival) },
    ],
  });
}

describe('the multiverse', () => {
  test('has at least 24 different pipelines', () => {
    expect(new Set(allPipelines.map((one) => JSON.stringify(one))).size).toBe(62);
  });

  test('agrees on the model that made the session', () => {
    const { outcomes, leading, agreement, verdict, wins } = compared(simulatedSession(900, 20, 1), 20);
    expect(outcomes).toHaveLength(62);
    expect([leading, verdict]).toEqual(['rpe', 'rpe']);
    expect(agreement).toBeGreaterThanOrEqual(0.9);
    expect(wins.map(({ count }) => count).reduce((sum, one) => sum + one)).toBeLessThanOrEqual(62);
    outcomes.forEach(({ fits }) => expect(fits[0]?.samples).toBeGreaterThan(17_000));
  });

  test('takes faster signals as means in the bins of the models', () => {
    expect(compared(simulatedSession(120, 1000, 1), 1000).leading).toBe('rpe');
  });

  test('cannot tell when the control shows dopamine more than the signal does', () => {
    const { verdict, outcomes } = compared(simulatedSession(900, 20, 1, { contamination: 1 }), 20);
    expect(verdict).toBeUndefined();
    // Without the control, the model that made the session still wins.
    const alone = outcomes.filter(({ pipeline }) => pipeline.reference.fit === 'none');
    expect(alone.filter(({ winner }) => winner === 'rpe').length).toBeGreaterThan(alone.length / 2);
  });

  test('uses only pipelines without a control where there is none', () => {
    const { signal, model, rival } = simulatedSession(120, 20, 1);
    const grid = { startSeconds: 0, stepSeconds: 0.05, count: model.length };
    const models = [
      { id: 'rpe', values: model },
      { id: 'salience', values: rival },
    ];
    expect(multiverse({ signal, control: undefined, grid, models }).outcomes).toHaveLength(14);
    expect(() => multiverse({ signal, control: undefined, grid, models: models.slice(1) })).toThrow('two models');
    const short = { ...grid, count: 5 };
    expect(() => multiverse({ signal, control: undefined, grid: short, models })).toThrow('2400 values');
    // At 5 samples/s there is no filter at 3 Hz.
    const slow = { startSeconds: 0, stepSeconds: 0.2, count: model.length / 4 };
    const slowly = models.map(({ id, values }) => ({
      id,
      values: binned({ times: signal.times, values }, slow).values,
    }));
    const few = multiverse({ signal, control: undefined, grid: slow, models: slowly });
    expect(few.outcomes).toHaveLength(7);
    expect(untriedWords(few)).toEqual([
      'Without the filter at 3 Hz, which needs more than 6 samples/s.',
      'Without a fit of a control: the recording has none.',
    ]);
    const fine = { ...grid, stepSeconds: 0.02 };
    expect(() => multiverse({ signal, control: undefined, grid: fine, models })).toThrow(
      'shorter than the 0.05 s between samples',
    );
  });
});
