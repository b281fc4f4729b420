import type { Session } from '../../src/engine/session.ts';
import { randomStream } from '../../src/core/random.ts';

type Scramble = (session: Session) => void;

/** What each trial's window holds, from time zero on. */
const windows = ({ trials, offsets, signals }: Session): Float64Array[] =>
  trials.map(({ zeroStep }, i) => signals.rpe.slice((offsets[i] as number) + zeroStep, offsets[i + 1] as number));

function writeWindows({ trials, offsets, signals }: Session, rows: readonly Float64Array[]): void {
  trials.forEach(({ zeroStep }, i) => signals.rpe.set(rows[i] as Float64Array, (offsets[i] as number) + zeroStep));
}

/** RPEs that no brain has: in each, something that the paradigms are about is destroyed. */
export const scrambles: Readonly<Record<string, Scramble>> = {
  zero: ({ signals }) => void signals.rpe.fill(0),
  'sign flipped': ({ signals }) => signals.rpe.forEach((value, i) => void (signals.rpe[i] = -value)),
  'time reversed': (session) => writeWindows(session, windows(session).map((row) => row.toReversed())),
  'trials shuffled': (session) => writeWindows(session, randomStream(1, 'scramble').shuffle(windows(session))),
  noise: ({ signals }) => {
    const random = randomStream(1, 'scramble');
    signals.rpe.forEach((_, i) => void (signals.rpe[i] = random.normal(0, 0.5)));
  },
};
