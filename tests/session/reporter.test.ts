import { expect, test } from 'vitest';
import { Credits } from '../../src/session/credits.ts';
import { Reporter, type Told } from '../../src/session/reporter.ts';
import type { Scheduler } from '../../src/session/scheduler.ts';
import type { HostMessage } from '../../src/protocol/messages.ts';
import { pair } from './pair.ts';

/** The number of results that a running session reports in ten seconds, by the time that each takes to compute. */
function resultsInTenSeconds(milliseconds: number): number {
  let now = 0;
  const scheduler: Scheduler = { now: () => now, soon: () => () => undefined, later: () => () => undefined };
  const block = {
    session: 1,
    firstTrial: 0,
    endTrial: 0,
    rows: 0,
    columns: 0,
    trialsPerRow: 1,
    trialsDone: 0,
    types: new Uint32Array(0),
    rpe: new Float32Array(0),
    value: new Float32Array(0),
    last: { rpe: new Float32Array(0), value: new Float32Array(0) },
  };
  const session = {
    pending: true,
    feed: { pending: true, folded: false, take: () => block },
    progress(whole: boolean) {
      if (whole) now += milliseconds;
      return { kind: 'trials', session: 1, state: 'running', trialsDone: 0, ...(whole ? { weights: [] } : {}) };
    },
  } as unknown as Told;
  const credits = new Credits();
  const { host, face } = pair();
  let results = 0;
  face.onMessage((message: HostMessage) => {
    if ('progress' in message && message.progress.kind === 'trials' && message.progress.weights !== undefined)
      results += 1;
  });
  const reporter = new Reporter(session, host, credits, scheduler);
  while (now < 10_000) {
    credits.add(1);
    reporter.running();
    now += 8;
  }
  return results;
}

test('a quick result is reported ten times per second', () => {
  expect(resultsInTenSeconds(1)).toBeGreaterThan(85);
  expect(resultsInTenSeconds(1)).toBeLessThanOrEqual(100);
});

test('a slow result takes at most a tenth of the time', () => {
  expect(resultsInTenSeconds(200)).toBeGreaterThanOrEqual(4);
  expect(resultsInTenSeconds(200)).toBeLessThanOrEqual(6);
});
