import { EventWindows, type WindowRow } from '../../analysis/event-windows.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { StepRecorder } from './step-recorder.ts';
import type { ControlSession } from './control-session.ts';

/** Seconds shown before and after an event. */
const windowSeconds = { before: 1, after: 1.5 };
/** A window has at least so many steps on either side of its event, and at most so many, however long a step is. */
const fewestSteps = 5;
const mostSteps = 50;
/** Occurrences of an event that are kept from the start, and of the latest. */
const kept = 200;

/** Steps of the window around an event of a world. */
function eventWindow(stepSeconds: number): { readonly before: number; readonly after: number } {
  const steps = (seconds: number): number =>
    Math.min(mostSteps, Math.max(fewestSteps, Math.round(seconds / stepSeconds)));
  return { before: steps(windowSeconds.before), after: steps(windowSeconds.after) };
}

/** Watches a session as it runs, and records it: keeps what its agent's signals did around each kind of event. */
export class StepObserver {
  readonly windows: EventWindows;
  /** Absent where the RPE itself is what is recorded. */
  readonly recorder: StepRecorder | undefined;

  private readonly watched: number;
  private readonly end: () => void;

  /** @param watched worlds that are watched: so many of the first */
  constructor(session: ControlSession, watched = session.worlds.count) {
    const { env } = session;
    this.watched = watched;
    this.recorder = StepRecorder.of(session, watched);
    this.windows = new EventWindows({
      events: env.events.length,
      worlds: watched,
      ...eventWindow(env.stepSeconds),
      kept,
      recorded: this.recorder !== undefined,
    });
    this.end = session.onStep((one) => this.note(one));
  }

  private note(session: ControlSession): void {
    this.recorder?.note(session);
    for (let i = 0; i < this.watched; i++) this.windows.add(i, rowOf(session, i, this.recorder));
  }

  /** Watches no longer; what was seen stays. */
  stop(): void {
    this.end();
  }

  state(): SavedParts {
    return {
      windows: this.windows.state(),
      ...(this.recorder === undefined ? {} : { recorder: this.recorder.state() }),
    };
  }

  restore(state: SavedParts): void {
    this.windows.restore(state['windows'] as SavedParts);
    this.recorder?.restore(state['recorder'] as SavedParts);
  }
}

/** What the last tick brought in one world. */
function rowOf(session: ControlSession, index: number, recorder: StepRecorder | undefined): WindowRow {
  const { worlds, acting } = session;
  return {
    rpe: acting.signals.rpe[index] as number,
    value: session.valueAfter(index),
    reward: worlds.rewards[index] as number,
    happened: worlds.happened[index] as number,
    ended: worlds.terminated[index] === 1 || worlds.truncated[index] === 1,
    rate: recorder === undefined ? Number.NaN : (recorder.rate[index] as number),
    unit: recorder === undefined ? Number.NaN : (recorder.unit[index] as number),
  };
}
