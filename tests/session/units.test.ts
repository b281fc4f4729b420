import { expect, test } from 'vitest';
import { unitMeans } from '../../src/analysis/unit-means.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { recordedUnits } from '../../src/engine/unit-columns.ts';
import { worldOf } from '../../src/engine/world.ts';
import { requireRoomForUnits } from '../../src/session/size/session-size.ts';
import type { UnitMap } from '../../src/contracts/units.ts';
import { packFloats, unpackFloats } from '../../src/protocol/packed-floats.ts';
import { finish, hosted } from './face.ts';

const spec = completeTrialSpec({ world: { id: 'daw-2011', parameters: { trials: 60 } }, agent: 'actor-critic' });
const condition = worldOf(spec).shown[0] as string;

/** The engine's result in a separate session that records the units from the start. */
function direct(group: string, trialsDone: number): UnitMap {
  const session = createTrialSession(spec, { units: [group] });
  session.advance(trialsDone);
  const declared = worldOf(spec).conditions[condition];
  const [units] = recordedUnits(session);
  if (units === undefined || declared === undefined) throw new Error('nothing is recorded');
  return unitMeans(session, declared.title, declared, units);
}

test('a page gets the means of units that the session does not record, during the run and after rewinding', async () => {
  const page = hosted();
  const { opened } = await finish(page, spec);
  expect(opened.units.map(({ id }) => id)).toEqual(['preference', 'state-value']);
  const ask = (group: string) => page.client.request({ type: 'units', session: opened.session, group, condition });
  const packed = ({ mean, ...map }: UnitMap) => ({ ...map, mean: packFloats(mean) });
  expect(await ask('preference')).toEqual(packed(direct('preference', 60)));
  expect(await ask('state-value')).toEqual(packed(direct('state-value', 60)));
  await page.client.request({ type: 'seek', session: opened.session, trialsDone: 20 });
  const early = await ask('state-value');
  expect(early).toEqual(packed(direct('state-value', 20)));
  expect(early.n).toBeGreaterThan(0);
  await expect(ask('belief')).rejects.toThrow("this agent has no units 'belief'");
  await expect(
    page.client.request({ type: 'units', session: opened.session, group: 'preference', condition: 'odd' }),
  ).rejects.toThrow("unknown condition 'odd'");
});

test('too many units for a page are refused before they are recorded, in one line', () => {
  const units = [
    {
      group: { id: 'belief', title: 'belief', unit: 'probability', each: 'a state' },
      labels: Array.from({ length: 95 }, (_, i) => `state ${i}`),
    },
  ];
  expect(() => requireRoomForUnits(units, 'belief', 300_000)).not.toThrow();
  expect(() => requireRoomForUnits(units, 'belief', 600_000)).toThrow(
    'units belief: 95 units in 600,000 steps need 435 MB of memory, more than the 256 MB that a page may have; use fewer trials, a shorter interval or a longer step; or phasic run --units, which may have more',
  );
});

test('floats are unchanged by their text encoding, to the bit', () => {
  const floats = Float32Array.of(0, -0, 1 / 3, -1e-40, Number.NaN, Infinity, 3.4e38);
  const back = unpackFloats(packFloats(floats));
  expect(floats.every((value, i) => Object.is(value, back[i]))).toBe(true);
  expect(unpackFloats(packFloats(new Float32Array(0)))).toHaveLength(0);
});
