import type { CurveFigure } from '../../contracts/control-figures.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { Episodes } from '../../engine/control/episodes.ts';
import { StepObserver } from '../../engine/control/step-observer.ts';
import type { PersonEpisode, ControlProgress } from '../../protocol/steps.ts';
import type { Watched } from './control-figures.ts';
import type { ControlRun } from './start-run.ts';

/** Information about the agent, which does not change while a person plays. */
export type AgentStatus = Pick<ControlProgress, 'steps' | 'episodes' | 'meanReturn' | 'stepsPerSecond' | 'diagnostics'>;

/** With its learning curve. */
export interface AgentBefore {
  readonly standing: AgentStatus;
  readonly curve: CurveFigure;
}

/**
 * A person who plays in the first environment of an agent's run, in a separate episode, while the agent evaluates but
 * does not learn. This is not part of the run: at its end all environments are restored, so that the run stays
 * determined by its spec and seed.
 */
export class PersonVisit {
  /** In the person's environment only. */
  readonly observer: StepObserver;
  readonly agent: AgentBefore;
  /** The action that the person currently holds. */
  action: number;
  private readonly run: ControlRun;
  private readonly episodes = new Episodes();
  private readonly before: {
    readonly session: SavedParts;
    readonly observer: SavedParts;
    readonly stepsHash: SavedParts;
  };
  private readonly stopNoting: () => void;
  private steps = 0;

  /** @param action the initial action of the person */
  constructor(run: ControlRun, agent: AgentBefore, action: number) {
    const { session, observer, stepsHash } = run;
    this.run = run;
    this.agent = agent;
    this.action = action;
    const state = session.state();
    // Copied, because environments may return objects that they keep changing.
    this.before = {
      session: { ...state, worlds: structuredClone(state['worlds']) as SavedParts },
      observer: observer.state(),
      stepsHash: stepsHash.state(),
    };
    session.acting.plastic = false;
    session.restart(0);
    this.observer = new StepObserver(session, 1);
    this.stopNoting = session.onStep(() => this.note());
  }

  private note(): void {
    const { worlds } = this.run.session;
    this.steps += 1;
    if (this.ended) this.episodes.add(this.steps, worlds.endLengths[0] as number, worlds.endReturns[0] as number);
  }

  /** Whether an episode of the person ended with the last step. */
  get ended(): boolean {
    const { worlds } = this.run.session;
    return worlds.terminated[0] === 1 || worlds.truncated[0] === 1;
  }

  /** For figures of the person's play. */
  get watched(): Watched {
    return { ...this.run, observer: this.observer, personSteps: this.steps };
  }

  told(): PersonEpisode {
    const mean = this.episodes.meanReturn(Infinity);
    return { steps: this.steps, episodes: this.episodes.count, meanReturn: Number.isNaN(mean) ? null : mean };
  }

  /** Restores the run to where the agent was. */
  end(): void {
    this.stopNoting();
    this.observer.stop();
    this.run.session.restore(this.before.session);
    this.run.observer.restore(this.before.observer);
    this.run.stepsHash.restore(this.before.stepsHash);
  }
}
