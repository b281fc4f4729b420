import type { Session } from '../../src/engine/session.ts';
import { randomStream } from '../../src/core/random.ts';

type Scramble = (session: Session) => void;

/** All signals that a measure may look at, with the numbers that each has a step. */
function columns({ signals, channels }: Session): readonly { readonly column: Float64Array; readonly width: number }[] {
  const many = [signals.channelRpe, signals.channelValue].flatMap((column) => (column === undefined ? [] : [{ column, width: channels }]));
  return [{ column: signals.rpe, width: 1 }, { column: signals.value, width: 1 }, ...many];
}

/** Changes what each trial's window holds, from time zero on: `change` is given the windows, each a list of steps. */
function changeWindows(session: Session, change: (windows: readonly (readonly Float64Array[])[]) => readonly (readonly Float64Array[])[]): void {
  const { trials, offsets } = session;
  const first = trials.map(({ zeroStep }, i) => (offsets[i] as number) + zeroStep);
  for (const { column, width } of columns(session)) {
    const at = (step: number): Float64Array => column.slice(step * width, (step + 1) * width);
    const windows = first.map((start, i) => Array.from({ length: (offsets[i + 1] as number) - start }, (_, step) => at(start + step)));
    change(windows).forEach((window, i) => window.forEach((step, k) => column.set(step, ((first[i] as number) + k) * width)));
  }
}

const changeAll = (session: Session, change: (value: number) => number): void => {
  for (const { column } of columns(session)) column.forEach((value, i) => void (column[i] = change(value)));
};

/** Signals that no brain has: in each, something that the paradigms are about is destroyed. */
export const scrambles: Readonly<Record<string, Scramble>> = {
  zero: (session) => changeAll(session, () => 0),
  'sign flipped': (session) => changeAll(session, (value) => -value),
  'time reversed': (session) => changeWindows(session, (windows) => windows.map((window) => window.toReversed())),
  'trials shuffled': (session) => changeWindows(session, (windows) => randomStream(1, 'scramble').shuffle([...windows])),
  noise: (session) => {
    const random = randomStream(1, 'scramble');
    changeAll(session, () => random.normal(0, 0.5));
  },
};
