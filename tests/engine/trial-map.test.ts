import { expect, test } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { columnSeconds, trialRows } from '../../src/engine/trial-map.ts';

const session = createTrialSession(
  completeTrialSpec({
    world: { id: 'schultz-1997', parameters: { trainingTrials: 12, probeTrials: 2 } },
    agent: 'td-csc',
  }),
);
session.advance(session.trials.length);
const columns = columnSeconds(session.design);

test('columns run from one second before time zero to the end of the window', () => {
  expect(columns).toHaveLength(40);
  expect([columns[0], columns[10], columns.at(-1)]).toEqual([-1, 0, 2.9]);
});

test('rows hold the signals of their trials at their columns', () => {
  const rows = trialRows(session, 3, 9);
  expect(rows.rpe).toHaveLength(6 * 40);
  for (let row = 0; row < 6; row++) {
    const zero = (session.offsets[3 + row] as number) + (session.trials[3 + row]?.zeroStep as number);
    for (const signal of ['rpe', 'value'] as const) {
      expect(rows[signal].slice(row * 40, (row + 1) * 40)).toEqual(
        Float32Array.from(session.signals[signal].slice(zero - 10, zero + 30)),
      );
    }
  }
});

test('rows of trials that do not exist hold nothing', () => {
  const last = session.trials.length;
  expect(
    trialRows(session, last - 1, last + 2)
      .rpe.slice(40)
      .every((value) => value === 0),
  ).toBe(true);
});
