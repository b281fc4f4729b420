import { InputError } from '../core/errors.ts';
import type { Encoder, FeatureTable } from '../contracts/architecture.ts';
import type { AgentPart } from '../contracts/agent.ts';
import type { StepChoice } from '../contracts/trial.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { fusedNetworks } from '../compute/networks/fused/fused-networks.ts';
import { encoderOf } from './per-step.ts';
import {
  agentDraws,
  areBounded,
  createLearner,
  DivergedError,
  scheduledSession,
  type ScheduledSession,
} from './trial-session.ts';

/** What a run gave; overwritten by the next run. */
interface RunSignals {
  /** One number per step. */
  readonly rpe: Float64Array;
  readonly value: Float64Array;
  /** If there are choices: those of each trial, with the probabilities of the agent's policy. */
  readonly choices: (readonly StepChoice[])[];
}

/** A session that many agents are run through, as in a fit: what happens in it is drawn and encoded once. */
export interface ReusableSession extends Pick<ScheduledSession, 'design' | 'offsets'> {
  readonly trials: ScheduledSession['trials'];
  /**
   * Runs an agent from its first to its last trial. Encoded features are kept as long as the architecture stays the same.
   * @throws InputError if the parts do not fit together, or the agent's resolution is another one
   * @throws DivergedError if learning diverges
   */
  run(agent: TrialSpec['agent']): RunSignals;
}

/** Maximum count of numbers of kept features; a larger session is encoded anew in each run. */
const maxKept = 2e7;

/**
 * A session for many runs of one world and seed, with the same signals to the bit as one session for each of them.
 * @param spec complete; its agent's resolution holds for all runs
 */
export function reusableSession(spec: TrialSpec): ReusableSession {
  const { design, trials, offsets } = scheduledSession(spec);
  const steps = offsets.at(-1) as number;
  const signals: RunSignals = { rpe: new Float64Array(steps), value: new Float64Array(steps), choices: [] };
  let kept: EncodedSession | undefined;

  function run(agent: TrialSpec['agent']): RunSignals {
    const own = { ...spec, agent };
    requireResolution(agent.architecture, design.stepSeconds);
    if (kept === undefined || !isSame(kept.architecture, agent.architecture))
      kept = new EncodedSession(agent.architecture, () => encoderOf(own, design), trials);
    signals.rpe.fill(0);
    signals.value.fill(0);
    signals.choices.length = 0;
    const learner = createLearner(own, design, kept.encoder, fusedNetworks);
    const naive = learner.state();
    const { rpe, value } = signals;
    const draws = agentDraws(spec.seed);
    kept.begin();
    for (const trial of trials) {
      if (trial.index > 0 && trial.group !== trials[trial.index - 1]?.group) learner.restore(naive);
      const offset = offsets[trial.index] as number;
      const choices = learner.learnTrial(trial, kept.tablesOf(trial.index), { rpe, value, offset }, draws);
      if (choices) signals.choices.push(choices);
      if (!areBounded(learner.weights)) throw new DivergedError(`trial ${trial.index + 1}`);
    }
    return signals;
  }

  return { design, trials, offsets, run };
}

function requireResolution({ parameters }: AgentPart, stepSeconds: number): void {
  if (parameters['resolutionSeconds'] === stepSeconds) return;
  throw new InputError(
    `resolutionSeconds is ${parameters['resolutionSeconds']} s, but the session has steps of ${stepSeconds} s`,
    'agent',
    'make another session for another resolution',
  );
}

/** Same part with the same values, in whatever order. */
function isSame(one: AgentPart, other: AgentPart): boolean {
  const names = Object.keys(one.parameters);
  return (
    one.id === other.id &&
    names.length === Object.keys(other.parameters).length &&
    names.every((name) => one.parameters[name] === other.parameters[name])
  );
}

/** The features of all trials, computed in the first run and kept for the next ones. */
class EncodedSession {
  readonly architecture: AgentPart;
  readonly encoder: Encoder;
  private readonly naive: readonly number[];
  private readonly trials: ScheduledSession['trials'];
  private readonly kept: (readonly FeatureTable[])[] = [];
  private numbers = 0;

  constructor(architecture: AgentPart, encoder: () => Encoder, trials: ScheduledSession['trials']) {
    this.architecture = architecture;
    this.encoder = encoder();
    this.naive = Array.from(this.encoder.state());
    this.trials = trials;
  }

  /** Before the first trial of a run. */
  begin(): void {
    if (this.kept.length < this.trials.length) this.encoder.restore(this.naive);
  }

  tablesOf(index: number): readonly FeatureTable[] {
    const known = this.kept[index];
    // What comes after a trial that was not kept needs the encoder's state before it.
    if (known !== undefined && this.kept.length === this.trials.length) return known;
    const trial = this.trials[index] as ScheduledSession['trials'][number];
    if (index > 0 && trial.group !== this.trials[index - 1]?.group) this.encoder.restore(this.naive);
    const tables = this.encoder.encode(trial);
    if (this.kept.length === index && this.numbers < maxKept) {
      const copies = tables.map(copied);
      this.numbers += copies.reduce((sum, table) => sum + sizeOf(table), 0);
      this.kept.push(copies);
    }
    return tables;
  }
}

/** A table is valid until the next call of the encoder; what is declared unchanging is shared. */
function copied(table: FeatureTable): FeatureTable {
  if (table.layout === 'binary')
    return {
      ...table,
      rowStart: table.rowStart.slice(0, table.rows + 1),
      active: table.active.slice(0, table.rowStart[table.rows]),
    };
  const { layout, firstStep, rows, columns, strips } = table;
  if (strips === undefined) return { ...table, values: table.values.slice(0, rows * columns.length) };
  let joined: Float64Array | undefined;
  return {
    layout,
    firstStep,
    rows,
    columns,
    strips,
    get values() {
      return (joined ??= table.values.slice(0, rows * columns.length));
    },
  };
}

const sizeOf = (table: FeatureTable): number =>
  table.layout === 'binary' ? table.active.length + table.rows : table.strips === undefined ? table.values.length : 0;
