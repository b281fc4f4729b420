import { expect, test } from 'vitest';
import { unitMeans } from '../../src/analysis/unit-means.ts';
import type { Condition } from '../../src/contracts/paradigm.ts';
import type { RecordedUnits } from '../../src/contracts/units.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { recordedUnits } from '../../src/engine/unit-columns.ts';
import { worldOf } from '../../src/engine/world.ts';

test.each([
  ['starkweather-2017', 'td-belief'],
  ['babayan-2018', 'td-block-belief'],
])('of %s with %s only visited hidden states are drawn, with the whole belief', (paradigm, agent) => {
  const session = createTrialSession(completeTrialSpec({ world: paradigm, agent }), { units: ['belief'] });
  session.advance(session.trials.length);
  const [units] = recordedUnits(session) as [RecordedUnits];
  const { conditions, shown } = worldOf(session.spec);
  const condition = conditions[shown[0] as string] as Condition;
  const { labels, mean, t } = unitMeans(session, condition.title, condition, units);
  expect(labels.length).toBeGreaterThan(1);
  expect(labels.length).toBeLessThan(units.labels.length);
  expect(labels.filter((label) => label.includes('not met'))).toEqual([]);
  t.forEach((_, i) =>
    expect(labels.reduce((sum, __, row) => sum + (mean[row * t.length + i] as number), 0)).toBeCloseTo(1, 5),
  );
});
