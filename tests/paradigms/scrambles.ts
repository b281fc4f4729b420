import type { StepChoice, StepStage, Trial } from '../../src/contracts/trial.ts';
import type { TrialSession } from '../../src/engine/trial-session.ts';
import { randomStream } from '../../src/core/random.ts';

export type Scramble = (session: TrialSession) => void;

/**
 * All signals that signatures are measured on, with the number of values per step: RPE, value, from which conditioned
 * responding is computed, those of each channel, and the units that they read.
 */
function columnsOf({ signals }: TrialSession): readonly { readonly column: Float64Array; readonly width: number }[] {
  const many = Object.values(signals.units).map((column) => ({ column, width: column.length / signals.rpe.length }));
  return [{ column: signals.rpe, width: 1 }, { column: signals.value, width: 1 }, ...many];
}

/** Each number of all signals, changed. */
export const scrambleAll = (session: TrialSession, change: (value: number) => number): void => {
  for (const { column } of columnsOf(session)) column.forEach((value, i) => void (column[i] = change(value)));
};

/** The same for some trials only, from the interval before each to its end. */
export function scrambleTrials(
  session: TrialSession,
  isMeant: (trial: Trial) => boolean,
  change: (value: number) => number,
): void {
  const { trials, offsets } = session;
  for (const { column, width } of columnsOf(session)) {
    for (const trial of trials.filter(isMeant)) {
      const end = (offsets[trial.index + 1] as number) * width;
      for (let i = (offsets[trial.index] as number) * width; i < end; i++) column[i] = change(column[i] as number);
    }
  }
}

/** Changes the windows of all trials, each from time zero on, with `width` numbers per step. */
function changeWindows(
  session: TrialSession,
  change: (windows: Float64Array[], width: number) => readonly Float64Array[],
): void {
  const { trials, offsets } = session;
  const first = trials.map(({ zeroStep }, i) => (offsets[i] as number) + zeroStep);
  const steps = first.map((start, i) => (offsets[i + 1] as number) - start);
  for (const { column, width } of columnsOf(session)) {
    const windows = first.map((start, i) => column.slice(start * width, (start + (steps[i] as number)) * width));
    change(windows, width).forEach((window, i) => {
      // A window from a longer trial is cut, so that it does not extend into the next one.
      column.set(window.subarray(0, (steps[i] as number) * width), (first[i] as number) * width);
    });
  }
}

function stepsReversed(window: Float64Array, width: number): Float64Array {
  const reversed = new Float64Array(window.length);
  for (let from = 0; from < window.length; from += width)
    reversed.set(window.subarray(from, from + width), window.length - from - width);
  return reversed;
}

/** Replaces the choices, with their outcomes. `pick` gives an option index, modulo the number of options. */
function chooseAnew(session: TrialSession, pick: (stage: StepStage, trial: Trial, nth: number) => number): void {
  // Scrambling changes the session's record, which is otherwise read-only.
  const trials = session.trials as Trial[];
  for (const [i, trial] of [...trials].entries()) {
    if (trial.stages === undefined) continue;
    const choices: StepChoice[] = [];
    for (let stage: number | undefined = 0; stage !== undefined;) {
      const met: StepStage = trial.stages[stage] as StepStage;
      const option = pick(met, trial, choices.length) % met.options.length;
      choices.push({ stage, option, probabilities: met.options.map(() => 1 / met.options.length) });
      stage = met.options[option]?.next;
    }
    trials[i] = {
      ...trial,
      choices,
      outcomes: choices.flatMap(({ stage, option }) => trial.stages?.[stage]?.options[option]?.outcomes ?? []),
    };
  }
}

interface Kept {
  readonly trials: readonly Trial[];
  readonly columns: readonly { readonly column: Float64Array; readonly values: Float64Array }[];
}

/** Sessions as they were: a session is scrambled many times. */
const allKept = new WeakMap<TrialSession, Kept>();

function keptOf(session: TrialSession): Kept {
  const kept = allKept.get(session) ?? {
    trials: [...session.trials],
    columns: columnsOf(session).map(({ column }) => ({ column, values: column.slice() })),
  };
  allKept.set(session, kept);
  return kept;
}

/** The result of looking at a finished session while it is scrambled; everything is restored afterwards. */
export function seenScrambled<Seen>(session: TrialSession, scramble: Scramble, look: () => Seen): Seen {
  const { trials, columns } = keptOf(session);
  scramble(session);
  const seen = look();
  trials.forEach((trial, i) => ((session.trials as Trial[])[i] = trial));
  for (const { column, values } of columns) column.set(values);
  return seen;
}

const optionOf = (trial: Trial | undefined, nth: number): number => trial?.choices?.[nth]?.option ?? 0;

/** If a paradigm has only two claims, one noise in four shows both by chance. */
export const noises = ['noise', 'another noise', 'a third noise'] as const;

/** A prime number, so that no design meets the same of them at the same place in its trials. */
const normalCount = 100_003;
const normals = new Map<number, Float64Array>();

/** Normal draws over and over: millions of them would take longer than what is measured of them. */
export function noiseOf(seed: number, sd: number): () => number {
  const random = randomStream(seed, 'noise');
  const drawn = normals.get(seed) ?? Float64Array.from({ length: normalCount }, () => random.normal(0, 1));
  normals.set(seed, drawn);
  let next = 0;
  return () => sd * (drawn[next++ % normalCount] as number);
}

const noise =
  (seed: number): Scramble =>
  (session) => {
    const random = randomStream(seed, 'scramble');
    scrambleAll(session, noiseOf(seed, 0.5));
    chooseAnew(session, ({ options }) => random.integer(options.length));
  };

/** Implausible signals: each destroys an aspect that the paradigms measure, in all signals and choices. */
export const scrambles: Readonly<Record<string, Scramble>> = {
  zero: (session) => {
    scrambleAll(session, () => 0);
    chooseAnew(session, () => 0);
  },
  'sign flipped': (session) => {
    scrambleAll(session, (value) => -value);
    chooseAnew(session, (_, trial, nth) => optionOf(trial, nth) + 1);
  },
  'time reversed': (session) => {
    changeWindows(session, (windows, width) =>
      windows.map((window) => (width === 1 ? window.toReversed() : stepsReversed(window, width))),
    );
    // Each trial gets the choices of its mirror trial, in reversed order of the session.
    const reversed = session.trials.toReversed();
    chooseAnew(session, (_, { index }, nth) => optionOf(reversed[index], nth));
  },
  'trials shuffled': (session) => {
    changeWindows(session, (windows) => randomStream(1, 'scramble').shuffle(windows));
    const shuffled = randomStream(2, 'scramble').shuffle([...session.trials]);
    chooseAnew(session, (_, { index }, nth) => optionOf(shuffled[index], nth));
  },
  'always falling': (session) => {
    const { offsets, trials } = session;
    for (const { column, width } of columnsOf(session)) {
      for (const { index, zeroStep } of trials) {
        const [from, zero, end] = [
          offsets[index] as number,
          (offsets[index] as number) + zeroStep,
          offsets[index + 1] as number,
        ];
        for (let i = from * width; i < end * width; i++) column[i] = zero - Math.floor(i / width);
      }
    }
    chooseAnew(session, (_, trial, nth) => optionOf(trial, nth) + 1);
  },
  'never silent': (session) => {
    scrambleAll(session, () => 1);
    chooseAnew(session, (_, trial, nth) => optionOf(trial, nth) + 1);
  },
  ...Object.fromEntries(noises.map((name, i) => [name, noise(i + 1)])),
};
