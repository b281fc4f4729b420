import type { RandomStream } from '../../core/random.ts';
import type { EventStream } from '../../contracts/event-stream.ts';
import type { Learner, LearnerSetup } from '../../contracts/learning-rule.ts';
import { rpeEffect, type Trial } from '../../contracts/trial.ts';
import { holdUnits } from '../../contracts/units.ts';
import type { AnccrParameters } from '../anccr.ts';
import type { BinaryTable } from '../kernels/kernel.ts';
import { causalUnits } from './causal-units.ts';
import { causes, sameMoment } from './causes.ts';

interface StreamEvent {
  readonly event: number;
  readonly step: number;
  /** Seconds from the trial's first step. */
  readonly time: number;
  readonly magnitude: number;
}

export function anccrLearner(values: AnccrParameters, stream: EventStream, { size, terms, design }: LearnerSetup): Learner {
  const { stepSeconds } = design;
  const { utility = (magnitude: number) => magnitude } = terms;
  const weights = new Float64Array(size);
  const model = causes(values, stream, size);
  const units = causalUnits(model, stream.titles);
  const outcomes = [stream.reward, ...(stream.punishment < 0 ? [] : [stream.punishment])];

  /** Events of a trial in the order in which they are perceived. */
  function eventsOf(trial: Trial, { firstStep, rows, rowStart, active }: BinaryTable, random: () => RandomStream): readonly StreamEvent[] {
    const events: StreamEvent[] = [];
    for (let row = 0; row < rows; row++) {
      const step = firstStep + row;
      const [from, to] = [rowStart[row] as number, rowStart[row + 1] as number];
      for (let k = from; k < to; k++) {
        const event = active[k] as number;
        // Each of several at once is perceived after a delay of its own, so that none always comes first.
        const delay = to - from > 1 ? Math.abs(random().normal(0, values.jitterSeconds)) : 0;
        const magnitude = outcomes.includes(event) ? magnitudeAt(trial, step, event === stream.punishment) : 0;
        events.push({ event, step, time: step * stepSeconds + delay, magnitude });
      }
    }
    return events.sort((a, b) => a.time - b.time);
  }

  function magnitudeAt(trial: Trial, step: number, negative: boolean): number {
    const here = trial.outcomes.filter((outcome) => outcome.delivered && trial.zeroStep + outcome.step === step && outcome.magnitude < 0 === negative);
    return here.reduce((sum, { magnitude }) => sum + utility(magnitude), 0);
  }

  /** Σ NC_ij R_ij Δ_i over cues that no outcome j has followed yet. */
  function foretold(): number {
    let sum = 0;
    for (const outcome of outcomes) {
      for (let cue = 0; cue < stream.reward; cue++) {
        if (model.recency(cue) > model.recency(outcome)) sum += model.effect(cue, outcome) * model.recency(cue);
      }
    }
    return sum;
  }

  return {
    weights,
    units,
    learnTrial(trial, features, { rpe, value, offset, units: columns }, random) {
      const events = eventsOf(trial, features as BinaryTable, lazily(random));
      const change = rpeEffect(trial);
      const end = trial.steps * stepSeconds;
      rpe.fill(0, offset, offset + trial.steps);
      let next = 0;
      for (let step = 0; step < trial.steps; step++) {
        // The last step also sees what is perceived after it.
        const until = step === trial.steps - 1 ? Infinity : (step + 1) * stepSeconds - sameMoment;
        model.waitUntil(step * stepSeconds, trial.plastic);
        for (; next < events.length && (events[next] as StreamEvent).time < until; next++) {
          const { event, time, magnitude, step: shown } = events[next] as StreamEvent;
          const effect = change === undefined ? undefined : (felt: number) => change(shown, felt);
          const dopamine = model.live(event, Math.min(time, end), magnitude, trial.plastic, effect);
          rpe[offset + shown] = (rpe[offset + shown] as number) + dopamine;
        }
        value[offset + step] = foretold();
        if (columns !== undefined) holdUnits(units, columns, offset + step, offset + step + 1);
      }
      if (change !== undefined) showStimulation(trial, events, rpe, offset, change);
      model.endTrial(end, trial.plastic);
      for (let event = 0; event < size; event++) weights[event] = outcomes.reduce((sum, outcome) => sum + model.effect(event, outcome), 0);
    },
    state: () => Float64Array.of(...weights, ...model.state()),
    restore(state) {
      for (let event = 0; event < size; event++) weights[event] = state[event] as number;
      model.restore(state, size);
    },
  };
}

/** Stimulation is seen also where nothing happens; it teaches only at events. */
function showStimulation(trial: Trial, events: readonly StreamEvent[], rpe: Float64Array, offset: number, change: (step: number, rpe: number) => number): void {
  const steps = new Set(events.map(({ step }) => step));
  for (let step = 1; step < trial.steps; step++) if (!steps.has(step)) rpe[offset + step] = change(step, 0);
}

/** One stream a trial, made when first asked for. */
function lazily(random: () => RandomStream): () => RandomStream {
  let made: RandomStream | undefined;
  return () => (made ??= random());
}
