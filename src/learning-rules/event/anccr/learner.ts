import type { StepDraws } from '../../../core/step-draws.ts';
import type { EventStream } from '../../../contracts/event-stream.ts';
import type { Learner, LearnerSetup, StepSignals } from '../../../contracts/learning-rule.ts';
import { rpeIntervention, type Trial } from '../../../contracts/trial.ts';
import { holdUnits } from '../../../contracts/units.ts';
import type { AnccrParameters } from './parameters.ts';
import type { BinaryTable } from '../../step/kernel.ts';
import { causalUnits } from './causal-units.ts';
import { causes } from './causes.ts';

/** Maximum share of a step after which an event in it is perceived. */
const latest = 0.999;

interface StreamEvent {
  readonly event: number;
  readonly step: number;
  /** Seconds since the start of the subject's first trial. */
  readonly time: number;
  readonly magnitude: number;
}

export function anccrLearner(
  values: AnccrParameters,
  stream: EventStream,
  { size, terms, design }: LearnerSetup,
): Learner {
  const { stepSeconds } = design;
  const { utility = (magnitude: number) => magnitude } = terms;
  const weights = new Float64Array(size);
  const model = causes(values, stream, size);
  const units = causalUnits(model, stream.titles);
  const outcomes = [stream.reward, ...(stream.punishment < 0 ? [] : [stream.punishment])];

  /** Number of steps before the current trial. */
  let completed = 0;

  /** Events of a trial in the order of perception. */
  function eventsOf(
    trial: Trial,
    { firstStep, rows, rowStart, active }: BinaryTable,
    offset: number,
    draws: StepDraws,
  ): readonly StreamEvent[] {
    const events: StreamEvent[] = [];
    for (let row = 0; row < rows; row++) {
      const step = firstStep + row;
      const [from, to] = [rowStart[row], rowStart[row + 1]];
      const random = to - from > 1 ? draws.at(offset + step) : undefined;
      for (let k = from; k < to; k++) {
        const event = active[k];
        // Each of several simultaneous events is perceived after its own delay, so that no event always comes first,
        // and before the next step.
        const delay =
          random === undefined ? 0 : Math.min(Math.abs(random.normal(0, values.jitterSeconds)), latest * stepSeconds);
        const magnitude = outcomes.includes(event) ? magnitudeAt(trial, step, event === stream.punishment) : 0;
        events.push({ event, step, time: (completed + step) * stepSeconds + delay, magnitude });
      }
    }
    return events.sort((a, b) => a.step - b.step || a.time - b.time);
  }

  function magnitudeAt(trial: Trial, step: number, negative: boolean): number {
    const here = trial.outcomes.filter(
      (outcome) => outcome.delivered && trial.zeroStep + outcome.step === step && outcome.magnitude < 0 === negative,
    );
    return here.reduce((sum, { magnitude }) => sum + utility(magnitude), 0);
  }

  // The cues i of Σ NC_ij R_ij Δ_i and their NC_ij R_ij. They do not change between events, because all recencies decay
  // equally.
  const foretelling = new Int32Array(outcomes.length * stream.reward);
  const effects = new Float64Array(outcomes.length * stream.reward);
  let cues = 0;

  /** Finds the cues that no outcome j has followed yet. */
  function lookAhead(): void {
    cues = 0;
    for (const outcome of outcomes) {
      for (let cue = 0; cue < stream.reward; cue++) {
        const effect = model.recency(cue) > model.recency(outcome) ? model.effect(cue, outcome) : 0;
        if (effect === 0) continue;
        foretelling[cues] = cue;
        effects[cues++] = effect;
      }
    }
  }

  function foretold(): number {
    let sum = 0;
    for (let i = 0; i < cues; i++) sum += effects[i] * model.recency(foretelling[i]);
    return sum;
  }

  /** Steps [from, to) of a trial without events. Without predictive cues the signals are already 0. */
  function showSteps(from: number, to: number, { value, offset, units: columns }: StepSignals): void {
    const sum = foretold();
    if (sum !== 0)
      for (let step = from; step < to; step++)
        value[offset + step] = sum * model.fading((completed + step) * stepSeconds);
    if (columns === undefined) return;
    for (let step = from; step < to; step++) {
      model.show((completed + step) * stepSeconds);
      holdUnits(units, columns, offset + step, offset + step + 1);
    }
  }

  return {
    weights,
    units,
    learnTrial(trial, tables, signals, draws) {
      const { rpe, offset } = signals;
      const [table] = tables as readonly [BinaryTable];
      const events = eventsOf(trial, table, offset, draws);
      const change = rpeIntervention(trial);
      model.setPlastic(completed * stepSeconds, trial.plastic);
      lookAhead();
      let shown = 0;
      for (const { event, time, magnitude, step } of events) {
        showSteps(shown, step, signals);
        shown = step;
        const effect = change === undefined ? undefined : (rawError: number) => change(step, rawError);
        const dopamine = model.noteEvent(event, time, magnitude, trial.plastic, effect);
        rpe[offset + step] = rpe[offset + step] + dopamine;
        lookAhead();
      }
      showSteps(shown, trial.steps, signals);
      if (change !== undefined) showStimulation(trial, events, rpe, offset, change);
      completed += trial.steps;
      for (let event = 0; event < size; event++)
        weights[event] = outcomes.reduce((sum, outcome) => sum + model.effect(event, outcome), 0);
    },
    state: () => Float64Array.of(...weights, completed, ...model.state()),
    restore(state) {
      for (let event = 0; event < size; event++) weights[event] = state[event];
      completed = state[size];
      model.restore(state, size + 1);
    },
  };
}

/** Stimulation is also shown at steps without events, but changes learning only at events. */
function showStimulation(
  trial: Trial,
  events: readonly StreamEvent[],
  rpe: Float64Array,
  offset: number,
  change: (step: number, rpe: number) => number,
): void {
  const steps = new Set(events.map(({ step }) => step));
  for (let step = 0; step < trial.steps; step++) if (!steps.has(step)) rpe[offset + step] = change(step, 0);
}
