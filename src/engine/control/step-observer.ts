import { EventWindows, type WindowRow } from '../../analysis/event-windows.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { StepRecorder } from './step-recorder.ts';
import type { ControlSession } from './control-session.ts';

/** Seconds shown before and after an event. */
const windowSeconds = { before: 1, after: 1.5 };
/** Bounds on the number of steps on either side of the event in a window, whatever the step length. */
const minSteps = 5;
const maxSteps = 50;
/** Number of occurrences of an event that are kept from the start, and of the latest. */
const kept = 200;

/** Steps of the window around an event. */
function eventWindow(stepSeconds: number): { readonly before: number; readonly after: number } {
  const steps = (seconds: number): number => Math.min(maxSteps, Math.max(minSteps, Math.round(seconds / stepSeconds)));
  return { before: steps(windowSeconds.before), after: steps(windowSeconds.after) };
}

/** Observes a running session and records it: keeps the agent's signals around each type of event. */
export class StepObserver {
  readonly windows: EventWindows;
  /** Absent if the RPE itself is recorded. */
  readonly recorder: StepRecorder | undefined;

  private readonly watched: number;
  private readonly end: () => void;

  /** @param watched number of environments observed, starting with the first */
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

  /** Stops observing; the data so far are kept. */
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

/** The last tick in one environment. */
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
