import { useSyncExternalStore } from 'react';
import type { FittedAgent } from '../../src/fitting/report/fitted-agent.ts';
import type { FittedData } from '../../src/fitting/report/fitted-data.ts';
import { fittedData } from '../../src/fitting/report/named-data.ts';
import type { Mapping } from '../../src/recorded/mapping.ts';
import { fitRun } from '../fit/fit-run.ts';
import type { FitWork, ToldFit } from '../fit/protocol.ts';
import { appState } from './app-state.ts';
import { openedData, sessionTraceOf } from './data.ts';
import { originOf } from './data-origin.ts';
import { lineOf } from './experiment.ts';
import { externalStore } from './external-store.ts';
import { fitRuns, type RunState } from './fit-runs.ts';

/** What is fitted: kinds at once, or each of them alone and then all. */
export interface AskedData {
  readonly kinds: FittedData;
  readonly isEach: boolean;
}

/** The fits that this makes, one after the other. @throws InputError for what the mapping does not name, and for the same licks twice */
const usesOf = (mapping: Mapping, { kinds, isEach }: AskedData): readonly FittedData[] =>
  fittedData(mapping, isEach ? ['each', ...kinds] : kinds);

/** What is asked of the next fit. */
export interface FitQuestions {
  /** Ids of the agents, in the order in which they were chosen. */
  readonly agents: readonly string[];
  /** What is fitted, if a person has said so. */
  readonly kinds?: FittedData | undefined;
  /** Whether each of several kinds is fitted alone as well. */
  readonly isEach: boolean;
  /** Parameters to fit, by agent; the usual ones of those that are not in it. */
  readonly named: Readonly<Record<string, readonly string[]>>;
  /** Values of parameters that are not fitted, by agent and parameter; their defaults if they are not in it. */
  readonly fixed: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Whether the noise of the signal has heavy tails: Student's t. */
  readonly isHeavyTailed: boolean;
  /** Of another kind than the normal approximation. */
  readonly posterior?: Exclude<FitWork['posterior'], 'nuts'>;
  readonly starts: number;
  readonly blocks: number;
  readonly recover: number;
  readonly seed: number;
}

/** Fits that were asked for, and what is known of them. */
export interface FitRun extends RunState<FitWork> {
  /** The recording and what is what in it; the fits are of nothing else. */
  readonly mapping: Mapping;
  readonly isCorrected: boolean;
  /** Of the signal, as a person reads it: its unit, and the title of the sensor. */
  readonly unit: string;
  readonly sensor: string | undefined;
  /** By the number of the fit; undefined before anything is known. */
  readonly told: readonly (ToldFit | undefined)[];
}

interface FitsState extends FitQuestions {
  readonly run?: FitRun | undefined;
}

const usual: FitQuestions = {
  agents: [],
  named: {},
  fixed: {},
  isEach: false,
  isHeavyTailed: false,
  starts: 10,
  blocks: 0,
  recover: 0,
  seed: 1,
};

export const fits = externalStore<FitsState>(usual);

/** Rerenders the component when the value picked by `select` changes. `select` must not create new objects. */
export function useFits<T>(select: (state: FitsState) => T): T {
  return useSyncExternalStore(fits.subscribe, () => select(fits.get()));
}

/** Fits of which something is known, in their order. */
export const fittedOf = ({ told }: Pick<FitRun, 'told'>): readonly FittedAgent[] =>
  told.flatMap((one) => one?.fitted ?? []);

const runs = fitRuns<FitWork, FitRun>({
  get: () => fits.get().run,
  set: (run) => fits.set({ run }),
  begin: (work, options, change) =>
    fitRun(work, {
      ...options,
      onTold: (number, told) =>
        change((run) => ({ told: run.told.map((one, i) => (i === number ? { ...one, ...told } : one)) })),
    }),
});

/** Goes on with fits that were stopped: what they have computed is not computed again. */
export const resumeFits = runs.resume;
/** Ends the fits that are being made; what is finished stays. */
export const stopFits = runs.stop;

/** What is fitted, and through which sensor. */
export interface AskedSession {
  readonly data: AskedData;
  /** Id and title; undefined if nothing is fitted through one. */
  readonly sensor: { readonly id: string; readonly title: string } | undefined;
  /** Id of the signal and its unit; undefined if none is fitted. */
  readonly signal: { readonly id: string; readonly unit: string } | undefined;
}

/** As on the command line if nothing is said of it. */
const usualNoise = { family: 'negative-binomial', isCorrelated: true, shiftSeconds: 0 } as const;

/** Fits the chosen agents to the opened session. */
export async function fitSession({ data, sensor, signal }: AskedSession): Promise<void> {
  const { agents, named, fixed, isHeavyTailed, posterior, starts, blocks, recover, seed } = fits.get();
  const state = openedData.get();
  const { mapping, sessions, opened, isCorrected } = state;
  if (mapping === undefined || opened === undefined) return;
  appState.set({ error: undefined });
  try {
    const trace = signal === undefined ? undefined : await sessionTraceOf(signal.id);
    const work: FitWork = {
      session: opened.files.join(', '),
      sessions: sessions.flatMap((session) => {
        const from = originOf({ ...state, session });
        return from === undefined ? [] : [{ design: session.design, from, chooses: session.chooses }];
      }),
      sensor: sensor?.id ?? (data.kinds.includes('spikes') ? 'spikes' : 'identity'),
      ...(trace === undefined ? {} : { trace: isHeavyTailed ? { ...trace, noise: { kind: 'student' } } : trace }),
      fits: agents.flatMap((agent) =>
        usesOf(mapping, data).map((uses) => ({ agent, uses, named: named[agent], fixed: fixed[agent] })),
      ),
      ...(data.kinds.some((kind) => kind !== 'signal' && kind !== 'choices')
        ? { others: { ...usualNoise, found: opened.found, mapping } }
        : {}),
      seed,
      starts,
      posterior,
      blocks,
      recover,
    };
    await runs.run({
      mapping,
      isCorrected,
      work,
      unit: signal?.unit ?? '',
      sensor: sensor?.title,
      state: 'running',
      told: work.fits.map(() => undefined),
    });
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

// The fits of a recording end with it.
let opened = openedData.get().opened;
openedData.subscribe(() => {
  const { opened: now } = openedData.get();
  if (now === opened) return;
  opened = now;
  stopFits();
  fits.set({ run: undefined });
});
