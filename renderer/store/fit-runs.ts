import type { ErrorLine } from '../../src/protocol/messages.ts';
import type { FitProgress, KnownResults, RunOptions } from '../fit/fit-run.ts';
import { appState } from './app-state.ts';
import { lineOf } from './experiment.ts';
import { asLongWork, Stopped } from './long-work.ts';

/** Fits that were asked for, and how far they are. */
export interface RunState<Work> {
  readonly work: Work;
  readonly state: 'running' | 'stopped' | 'ended';
  readonly progress?: FitProgress | undefined;
  /** Time left by the pace so far, seconds. */
  readonly secondsLeft?: number | undefined;
  /** Why it could not go on. */
  readonly error?: ErrorLine | undefined;
}

interface Running<Work, Run extends RunState<Work>> {
  /** The last run, where it is kept. */
  get(): Run | undefined;
  set(run: Run): void;
  /** Does the work. @param change changes what is known of it, if it is still the last */
  begin(work: Work, options: RunOptions, change: (of: (run: Run) => Partial<Run>) => void): Promise<void>;
}

export interface FitRuns<Run> {
  /** Begins, or goes on: what was computed of the same work is not computed again. */
  run(started: Run): Promise<void>;
  /** Ends the fits that are being made; what is finished stays. */
  stop(): void;
  /** Goes on with fits that were stopped. */
  resume(): Promise<void>;
  /** What has been computed of a work. */
  knownOf(work: object): KnownResults;
}

/** Fits that can be stopped and go on where they were. */
export function fitRuns<Work extends object, Run extends RunState<Work>>({
  get,
  set,
  begin,
}: Running<Work, Run>): FitRuns<Run> {
  const known = new WeakMap<object, KnownResults>();
  let stopping: AbortController | undefined;

  function knownOf(work: object): KnownResults {
    const results: KnownResults = known.get(work) ?? new Map();
    known.set(work, results);
    return results;
  }

  async function run(started: Run): Promise<void> {
    stopping?.abort();
    const { work } = started;
    const own = (stopping = new AbortController());
    set(started);
    const isCurrent = (): boolean => get()?.work === work;
    const change = (of: (run: Run) => Partial<Run>): void => {
      const current = get();
      if (current?.work === work) set({ ...current, ...of(current) });
    };
    const put = (part: Partial<RunState<Work>>): void => change(() => part as Partial<Run>);
    const left = timeLeft();
    try {
      await asLongWork(
        'Fitting',
        ({ signal, onShare }) =>
          begin(
            work,
            {
              signal,
              known: knownOf(work),
              onShare(share) {
                onShare?.(share);
                put({ secondsLeft: left(share) });
              },
              onProgress: (progress) => put({ progress }),
            },
            change,
          ),
        own.signal,
        'fit',
      );
      put({ state: 'ended', progress: undefined, secondsLeft: undefined });
      if (isCurrent()) appState.set({ announcement: 'The fits are done.' });
    } catch (error) {
      put({
        state: 'stopped',
        secondsLeft: undefined,
        ...(error instanceof Stopped ? {} : { error: lineOf(error) }),
      });
      if (isCurrent()) appState.set({ announcement: 'The fits were stopped.' });
    }
  }

  return {
    run,
    stop: () => stopping?.abort(),
    async resume() {
      const stopped = get();
      if (stopped?.state === 'stopped') await run({ ...stopped, state: 'running', error: undefined });
    },
    knownOf,
  };
}

/** Time left by the pace since the first share that is told, seconds. */
function timeLeft(): (share: number) => number | undefined {
  let first: { readonly share: number; readonly at: number } | undefined;
  return (share) => {
    const now = performance.now();
    first ??= { share, at: now };
    const done = share - first.share;
    return done <= 0 ? undefined : ((now - first.at) / 1000 / done) * (1 - share);
  };
}
