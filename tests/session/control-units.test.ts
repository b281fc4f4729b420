import { expect, test } from 'vitest';
import { eventUnitMeans } from '../../src/analysis/event-unit-means.ts';
import { StepLog } from '../../src/engine/control/step-log.ts';
import { unpackUnitMap } from '../../src/protocol/packed-units.ts';
import { framesOf, openControl } from './open-control.ts';

const given = { world: 'frozen-lake', agent: 'q-table', worlds: 2 };
const eventOf = (id: string, { run }: ReturnType<typeof openControl>): number =>
  run.session.env.events.findIndex((event) => event.id === id);

test('a page gets the means of units around an event, from its first request on; a person is not recorded', () => {
  const [shown, other] = [openControl(given, {}, { learned: 400 }), openControl(given, {}, { learned: 400 })];
  const begun = unpackUnitMap(shown.control.units('action-value', 'goal'));
  expect([begun.n, begun.since]).toEqual([0, 400]);
  const log = new StepLog(other.run.session, { rows: 10_000, units: ['action-value', 'policy'] });
  framesOf(shown, 150);
  shown.control.act(0);
  framesOf(shown, 60);
  shown.control.act(null);
  framesOf(shown, 100);
  other.run.session.advance(250);
  const steps = log.steps();
  for (const [k, group] of ['action-value', 'policy'].entries()) {
    const units = steps.units[k];
    if (units === undefined) throw new Error('nothing is recorded');
    const { before, after } = other.run.observer.windows.shape;
    const { stepSeconds } = other.run.session;
    const event = eventOf('hole', other);
    const expected = eventUnitMeans(steps, units, { before, after, stepSeconds, event, label: 'fell into a hole' });
    const map = unpackUnitMap(shown.control.units(group, 'hole'));
    expect(map).toEqual({ ...expected, since: 402 });
    expect(map.n).toBeGreaterThan(3);
  }
  // The run itself is that of a page that has not asked.
  expect(shown.run.stepsHash.hex()).toBe(other.run.stepsHash.hex());
});

test('what an agent or an environment does not have is refused; while a person plays, recording does not begin', () => {
  const { control } = openControl(given);
  expect(() => control.units('hidden', 'goal')).toThrow("this agent has no units 'hidden'; choose one of");
  expect(() => control.units('policy', 'brick')).toThrow("unknown event 'brick'");
  const played = openControl(given).control;
  played.act(0);
  expect(() => played.units('policy', 'goal')).toThrow('a person is playing; hand back to the agent first');
});

test('the groups of an agent are told when it is opened', () => {
  expect(
    openControl(given)
      .control.opened()
      .units.map(({ id }) => id),
  ).toEqual(['action-value', 'policy']);
});
