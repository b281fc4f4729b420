import type { Session } from '../../src/engine/session.ts';
import { randomStream } from '../../src/core/random.ts';

type Scramble = (session: Session) => void;

/**
 * All signals that signatures are measured on, with the numbers that each has a step: RPE, value, off which conditioned
 * responding is read, and those of each channel.
 */
function columns({ signals, channels }: Session): readonly { readonly column: Float64Array; readonly width: number }[] {
  const many = [signals.channelRpe, signals.channelValue].flatMap((column) => (column === undefined ? [] : [{ column, width: channels }]));
  return [{ column: signals.rpe, width: 1 }, { column: signals.value, width: 1 }, ...many];
}

const scrambleAll = (session: Session, change: (value: number) => number): void => {
  for (const { column } of columns(session)) column.forEach((value, i) => void (column[i] = change(value)));
};

/** A trial's window from time zero on, as the list of its steps. */
type Window = readonly Float64Array[];

function changeWindows(session: Session, change: (windows: Window[]) => readonly Window[]): void {
  const { trials, offsets } = session;
  const first = trials.map(({ zeroStep }, i) => (offsets[i] as number) + zeroStep);
  const steps = first.map((start, i) => (offsets[i + 1] as number) - start);
  for (const { column, width } of columns(session)) {
    const windows = first.map((start, i) => Array.from({ length: steps[i] as number }, (_, k) => column.slice((start + k) * width, (start + k + 1) * width)));
    change(windows).forEach((window, i) => {
      // A window that came from a longer trial is cut, so that it does not run into the next one.
      window.slice(0, steps[i]).forEach((step, k) => column.set(step, ((first[i] as number) + k) * width));
    });
  }
}

/** Signals that no brain has: in each, something that the paradigms are about is destroyed, in all signals alike. */
export const scrambles: Readonly<Record<string, Scramble>> = {
  zero: (session) => scrambleAll(session, () => 0),
  'sign flipped': (session) => scrambleAll(session, (value) => -value),
  'time reversed': (session) => changeWindows(session, (windows) => windows.map((window) => window.toReversed())),
  'trials shuffled': (session) => changeWindows(session, (windows) => randomStream(1, 'scramble').shuffle(windows)),
  noise: (session) => {
    const random = randomStream(1, 'scramble');
    scrambleAll(session, () => random.normal(0, 0.5));
  },
};
