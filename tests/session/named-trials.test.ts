// The page's description of a trial agrees with the run, at every speed and after every kind of navigation.
import { beforeAll, describe, expect, test } from 'vitest';
import { readMap } from '../../renderer/plots/map-reading.ts';
import { speeds } from '../../renderer/store/speeds.ts';
import { TrialStore } from '../../renderer/store/trial-store.ts';
import { Client } from '../../renderer/connection/client.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { randomStream } from '../../src/core/random.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import type { TrialSession } from '../../src/engine/trial-session.ts';
import { connectHost } from '../../src/session/host-connection.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { decodeBlock } from '../../src/protocol/frames.ts';
import type { Request } from '../../src/protocol/messages.ts';
import type { TrialOpened, TrialProgress } from '../../src/protocol/trials.ts';
import { isWhole } from '../sample.ts';
import { handClock, type HandClock } from './hand-clock.ts';
import { pair } from './pair.ts';

/** A page with its store, on its own clock: it draws sixty times per second, or slowly if `busyMs` is set. */
class Page {
  store = new TrialStore(0, 1, 1);
  opened = {} as TrialOpened;
  progress: TrialProgress | undefined;
  private readonly clock: HandClock;
  private readonly client: Client;
  private waiting: Uint8Array[] = [];

  constructor() {
    // Time per reading of the clock, so that a slice of a run at full speed has a few dozen trials.
    this.clock = handClock(0.2);
    const ends = pair();
    connectHost(ends.host, { runsFolder: '/nonexistent', scheduler: this.clock });
    this.client = new Client(ends.face, {
      onProgress: (progress) => (this.progress = progress as TrialProgress),
      onFrame: (frame) => this.waiting.push(frame),
      onBench: () => undefined,
      onFile: () => undefined,
      onFailure: (failure) => {
        throw new Error(failure.what);
      },
      onClose: () => undefined,
    });
  }

  async open(spec: unknown): Promise<void> {
    this.opened = (await this.client.request({ type: 'open', spec })) as TrialOpened;
    this.store = new TrialStore(this.opened.session, this.opened.trials, this.opened.columns.length);
  }

  get trialsDone(): number {
    return this.progress?.trialsDone ?? 0;
  }

  /** Sends a request, and lets time pass until the answer arrives. */
  async ask(
    body: Extract<Request, { session: number }> extends infer R
      ? R extends { session: number }
        ? Omit<R, 'session'>
        : never
      : never,
  ): Promise<void> {
    const answer = { isThere: false };
    const asked = this.client
      .request({ ...body, session: this.opened.session } as Extract<Request, { type: 'run' }>)
      .then(() => (answer.isThere = true));
    while (!answer.isThere) await this.pass(1);
    await asked;
  }

  /** Frames of a page that takes `busyMs` to draw each of them. */
  async pass(frames: number, busyMs = 16): Promise<void> {
    for (let i = 0; i < frames; i++) {
      this.clock.advance(busyMs);
      await new Promise((resolve) => setImmediate(resolve));
      const taken = this.waiting;
      this.waiting = [];
      for (const frame of taken) this.store.write(decodeBlock(frame));
      if (taken.length > 0) this.client.credit(taken.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** The run's signal at a trial and a time, in the single precision of the page. */
function truth({ signals, offsets, trials, design }: TrialSession, trial: number, seconds: number): number {
  const step =
    (offsets[trial] as number) + (trials[trial] as Trial).zeroStep + Math.round(seconds / design.stepSeconds);
  return step < 0 ? 0 : Math.fround(signals.rpe[step] as number);
}

const farthest = (values: readonly number[]): number => values.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);

describe.each([
  { id: 'fiorillo-2003', parameters: {} },
  { id: 'eshel-2015', parameters: {} },
  { id: 'starkweather-2017', parameters: {} },
  // More trials than rows of the page.
  { id: 'schultz-1997', parameters: { trainingTrials: 9_000 } },
])('$id', ({ id, parameters }) => {
  const spec = completeTrialSpec({ world: { id, parameters }, seed: 3 });
  const random = randomStream(3, 'places');
  let run: TrialSession;
  beforeAll(() => {
    run = runToEnd(spec).session;
  });

  /** Reads random places of the map: named trials must be correct, and rows of several trials must not be named. */
  function look(
    { store, opened, trialsDone }: Page,
    places = 200,
  ): { readonly single: number; readonly several: number } {
    const shown = new Set(opened.heatMapTypes ?? opened.types.map((type) => type.id));
    const counts = { single: 0, several: 0 };
    for (let i = 0; i < places; i++) {
      // Sometimes a future one.
      const trial = Math.min(opened.trials - 1, Math.floor(random.next() * 1.05 * (trialsDone + 1)));
      const column = Math.floor(random.next() * opened.columns.length);
      const reading = readMap(store, trial, column, trialsDone);
      if (trial >= trialsDone) expect(reading).toBeUndefined();
      if (reading === undefined) continue;
      const [from, to] = reading.trials;
      const where = `trials ${from} to ${to}, column ${column}`;
      expect(from <= trial && trial < to, where).toBe(true);
      const all = run.trials.slice(from, to);
      const counted = all.some(({ type }) => shown.has(type))
        ? all.filter(({ type }) => shown.has(type))
        : all.slice(0, 1);
      const kinds = new Set(counted.map(({ type }) => type));
      expect(reading.type === undefined ? 'several' : opened.types[reading.type]?.id, where).toBe(
        kinds.size === 1 ? [...kinds][0] : 'several',
      );
      expect(reading.rpe, where).toBe(
        farthest(counted.map(({ index }) => truth(run, index, opened.columns[column] as number))),
      );
      counts[to - from === 1 ? 'single' : 'several'] += 1;
    }
    return counts;
  }

  /** Once a page has stopped and drawn, each row represents its own trials. */
  function lookAtRest(page: Page): void {
    const { store, opened, trialsDone } = page;
    const { single, several } = look(page);
    for (let row = 0; row <= store.rowOf(trialsDone - 1); row++)
      expect(store.standsFor(row)[0]).toBe(row * store.trialsPerRow);
    expect(store.hasFolded(store.rowOf(trialsDone - 1) + 1)).toBe(false);
    if (store.trialsPerRow === 1) expect(several).toBe(0);
    expect(single + several).toBeGreaterThan(0);
    lookAtLast(page);
    expect(page.progress?.trial?.type).toBe(run.design.trialTypes[(run.trials[trialsDone - 1] as Trial).type]?.title);
    expect(opened.trials).toBe(run.trials.length);
  }

  /** The trial displayed as "this trial". */
  function lookAtLast({ store, opened, trialsDone }: Page): void {
    const signals = store.trial(trialsDone - 1);
    expect(signals).toBeDefined();
    opened.columns.forEach((seconds, column) => expect(signals?.rpe[column]).toBe(truth(run, trialsDone - 1, seconds)));
  }

  // Speeds differ in how far a page is behind, worlds in their trials: one world at every speed, the others at two.
  const chosen = isWhole || id === 'fiorillo-2003' ? speeds : speeds.filter((speed) => speed === 50 || speed === null);

  test.each(chosen)('at %s trials/s', async (perSecond) => {
    const page = new Page();
    await page.open(spec);
    await page.ask({ type: 'run', perSecond });
    let folded = 0;
    for (let frame = 0; frame < 48; frame++) {
      // A page that was busy for a while is behind afterwards.
      await page.pass(1, frame % 12 < 8 ? 16 : 400);
      folded += look(page, 20).several;
    }
    if (perSecond === null) expect(folded).toBeGreaterThan(0);
    await page.ask({ type: 'pause' });
    await page.pass(20);
    expect(page.trialsDone).toBeGreaterThan(0);
    lookAtRest(page);
  });

  test('step by step', async () => {
    const page = new Page();
    await page.open(spec);
    for (let i = 0; i < 8; i++) {
      await page.ask({ type: 'step' });
      await page.pass(2);
      expect(page.trialsDone).toBe(i + 1);
      lookAtLast(page);
      look(page, 400);
    }
  });

  test('after a run to the end at full speed, and after rewinding and continuing', async () => {
    const page = new Page();
    await page.open(spec);
    await page.ask({ type: 'run', perSecond: null });
    while (page.progress?.state !== 'finished') await page.pass(1, 500);
    await page.pass(20);
    lookAtRest(page);
    for (const share of [0.3, 0.9, 1 / 64, 0.55, 1]) {
      await page.ask({ type: 'seek', trialsDone: Math.round(share * run.trials.length) });
      await page.pass(20);
      expect(page.trialsDone).toBe(Math.round(share * run.trials.length));
      lookAtRest(page);
    }
  });
});

test('before the recorded phase, and only there, averages are over the latest trials of the run, after any navigation', async () => {
  const spec = completeTrialSpec({ world: 'eshel-2015', seed: 1 });
  const { session: run } = runToEnd(spec);
  const page = new Page();
  await page.open(spec);
  await page.ask({ type: 'run', perSecond: null });
  while (page.progress?.state !== 'finished') await page.pass(1, 500);
  expect(page.progress?.latest).toBeUndefined();
  for (const trialsDone of [412, 413, 414, 415, 652, 30]) {
    await page.ask({ type: 'seek', trialsDone });
    const { latest = [] } = page.progress ?? {};
    expect(latest.map(({ type }) => type)).toEqual((page.opened.heatMapTypes ?? []).slice(0, 6));
    for (const { type, title, averages } of latest) {
      const trials = run.trials
        .slice(0, trialsDone)
        .filter((trial) => trial.type === type)
        .slice(-20);
      expect(averages.n).toBe(trials.length);
      expect(title).toBe(run.design.trialTypes[type]?.title);
      averages.t.forEach((seconds, i) => {
        const values = trials.map(
          ({ index, zeroStep }) =>
            run.signals.rpe[(run.offsets[index] as number) + zeroStep + Math.round(seconds / 0.1)] as number,
        );
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(averages.rpe.mean[i]).toBeCloseTo(mean, 10);
        const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        expect(averages.rpe.sem[i]).toBeCloseTo(Math.sqrt(squares / (values.length - 1) / values.length), 10);
      });
    }
  }
});
