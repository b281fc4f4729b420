import { expect, test } from 'vitest';
import { eventAverages } from '../../src/analysis/event-averages.ts';
import { eventsTableOf } from '../../src/analysis/event-csv.ts';
import { EventWindows } from '../../src/analysis/event-windows.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';

test('a table has a row for each event, time and signal, with its unit, the manipulations and the number of occurrences', () => {
  const windows = new EventWindows({ events: 2, worlds: 1, before: 1, after: 0, kept: 5, recorded: true });
  for (const rpe of [0, 2, 0, 4])
    windows.add(0, {
      rpe,
      value: 10 * rpe,
      reward: 0,
      rate: 3 * rpe,
      unit: 0,
      happened: rpe > 0 ? 1 : 0,
      ended: false,
    });
  const conditions = [
    { id: 'late', averages: eventAverages(windows.latest(0), { stepSeconds: 0.5, before: 1 }, 'Brick hit') },
  ];
  const nothing = [
    { id: 'late', averages: eventAverages(windows.latest(1), { stepSeconds: 0.5, before: 1 }, 'Ball lost') },
  ];
  const spec = completeControlSpec({
    world: 'breakout',
    recording: 'spikes',
    manipulations: [{ id: 'rpe-gains', parameters: { gainNegative: 0.5 } }],
    seed: 3,
  });
  const { csv, notes } = eventsTableOf({
    spec,
    agent: 'ppo-conv',
    backend: 'fused',
    steps: 4,
    rateUnit: 'spikes/s',
    events: [
      { id: 'brick-hit', conditions },
      { id: 'ball-lost', conditions: nothing },
    ],
  });
  const [head, ...rows] = csv.trimEnd().split('\n');
  expect(head).toBe('agent,manipulations,condition,align,t_s,signal,mean,sem,n,n_of,unit,env,seed,steps,backend');
  expect(Object.keys(notes.columns).join()).toBe(head);
  expect(notes['spec']).toEqual(spec);
  expect(rows).toEqual(
    [
      [-0.5, 'rpe', 0, 0],
      [-0.5, 'value', 0, 0],
      [-0.5, 'rate', 0, 0],
      [0, 'rpe', 3, 1],
      [0, 'value', 30, 10],
      [0, 'rate', 9, 3],
    ].map(
      ([t, signal, mean, sem]) =>
        `ppo-conv,rpe-gains,late,brick-hit,${t},${signal},${mean},${sem},2,occurrences,${signal === 'rate' ? 'spikes/s' : 'reward units'},breakout,3,4,fused`,
    ),
  );
});
