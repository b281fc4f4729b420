import { expect, test } from 'vitest';
import { unitMeans } from '../../src/analysis/unit-means.ts';
import type { RecordedUnits } from '../../src/contracts/units.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { recordedUnits } from '../../src/engine/unit-columns.ts';
import { worldOf } from '../../src/engine/world.ts';
import { mean } from '../core/moments.ts';

const objective = { id: 'expectile', parameters: { channels: 6 } };
const session = createTrialSession(
  completeTrialSpec({ world: 'dabney-2020', agent: { id: 'td-expectile', objective } }),
);
session.advance(session.trials.length);
const { conditions } = worldOf(session.spec);
const units = recordedUnits(session);

test('the mean over channels equals the average in the figure, in every condition', () => {
  const averages = observe(session).look().conditions;
  for (const [id, condition] of Object.entries(conditions)) {
    for (const [k, signal] of (['rpe', 'value'] as const).entries()) {
      const map = unitMeans(session, condition.title, condition, units[k] as RecordedUnits);
      const shown = averages[id];
      expect([map.t, map.n, map.marks, map.align]).toEqual([shown?.t, shown?.n, shown?.marks, shown?.align]);
      if (map.n === 0) continue;
      map.t.forEach((_, i) =>
        expect(mean(Array.from({ length: 6 }, (_, row) => map.mean[row * map.t.length + i] as number))).toBeCloseTo(
          shown?.[signal].mean[i] as number,
          5,
        ),
      );
    }
  }
});

test('channels are in order of τ, each with its own numbers', () => {
  const [condition] = Object.values(conditions) as [(typeof conditions)[string]];
  const { labels, mean: means, t, n } = unitMeans(session, condition.title, condition, units[0] as RecordedUnits);
  const taus = labels.map((label) => Number(label.split('τ ')[1]));
  expect(taus).toEqual([...taus].sort((a, b) => a - b));
  expect(new Set(labels)).toEqual(new Set(units[0]?.labels));
  const { order: _, ...unordered } = units[0] as RecordedUnits;
  const plain = unitMeans(session, condition.title, condition, unordered);
  expect(n).toBeGreaterThan(0);
  labels.forEach((label, row) => {
    const from = plain.labels.indexOf(label) * t.length;
    expect(means.subarray(row * t.length, (row + 1) * t.length)).toEqual(plain.mean.subarray(from, from + t.length));
  });
});

test('only finished trials count, and steps that no trial has are NaN', () => {
  const [condition] = Object.values(conditions) as [(typeof conditions)[string]];
  const none = unitMeans({ ...session, done: 0 }, condition.title, condition, units[0] as RecordedUnits);
  expect(none.n).toBe(0);
  expect(none.mean.every(Number.isNaN)).toBe(true);
});
