import type { CurveFigure } from '../../contracts/control-figures.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { Episodes } from '../../engine/control/episodes.ts';
import { StepObserver } from '../../engine/control/step-observer.ts';
import type { PersonEpisode, ControlProgress } from '../../protocol/steps.ts';
import type { Watched } from './control-figures.ts';
import type { ControlRun } from './start-run.ts';

/** What is told of the agent, which stays while a person plays. */
export type AgentStatus = Pick<ControlProgress, 'steps' | 'episodes' | 'meanReturn' | 'stepsPerSecond' | 'diagnostics'>;

/** With its learning curve. */
export interface AgentBefore {
  readonly standing: AgentStatus;
  readonly curve: CurveFigure;
}

/**
 * A person who plays in the first world of an agent's run, in an episode of their own, while the agent judges and learns nothing. What happens meanwhile, there
 * and in the other worlds, is no part of the run: at its end everything is as it was, so that a run stays what its spec and seed make it.
 */
export class PersonVisit {
  /** Of the person's world alone. */
  readonly observer: StepObserver;
  readonly agent: AgentBefore;
  /** The action that the person holds. */
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

  /** @param action what the person holds at first */
  constructor(run: ControlRun, agent: AgentBefore, action: number) {
    const { session, observer, stepsHash } = run;
    this.run = run;
    this.agent = agent;
    this.action = action;
    const state = session.state();
    // Worlds may hand out what they go on writing to.
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

  /** Whether an episode of the person's has ended with the last step. */
  get ended(): boolean {
    const { worlds } = this.run.session;
    return worlds.terminated[0] === 1 || worlds.truncated[0] === 1;
  }

  /** For figures of what the person plays. */
  get watched(): Watched {
    return { ...this.run, observer: this.observer, personSteps: this.steps };
  }

  told(): PersonEpisode {
    const mean = this.episodes.meanReturn(Infinity);
    return { steps: this.steps, episodes: this.episodes.count, meanReturn: Number.isNaN(mean) ? null : mean };
  }

  /** Takes the run back to where the agent stood. */
  end(): void {
    this.stopNoting();
    this.observer.stop();
    this.run.session.restore(this.before.session);
    this.run.observer.restore(this.before.observer);
    this.run.stepsHash.restore(this.before.stepsHash);
  }
}
