import { InputError } from '../../core/errors.ts';
import { power } from '../../core/power.ts';
import type { StepDraws } from '../../core/step-draws.ts';
import type { FeatureTable } from '../../contracts/architecture.ts';
import type { GridDesign } from '../../contracts/design.ts';
import type { Learner, LearnerSetup, StepSignals } from '../../contracts/learning-rule.ts';
import type { LinearTd } from '../../contracts/linear-td.ts';
import type { Channel, Channels } from '../../contracts/td-terms.ts';
import { rpeIntervention, type Trial } from '../../contracts/trial.ts';
import { channelRpe, channelValue } from '../../contracts/units.ts';
import { channelKernel } from './channels.ts';
import { stepRewards } from './step-rewards.ts';
import { eachStretch } from './stretches.ts';

/** A trial while it runs. */
interface Life {
  readonly trial: Trial;
  readonly reward: Float64Array;
  readonly intervention: ((step: number, rpe: number) => number) | undefined;
  readonly draw: StepDraws['uniform'] | undefined;
  readonly signals: StepSignals;
}

/** A learner with many predictors in parallel, each linear in the same features, with its own δ, γ and gains. */
export function channelLearner(
  rule: LinearTd,
  channels: Channels,
  { terms, size, design }: Pick<LearnerSetup, 'terms' | 'size' | 'design'>,
): Learner {
  if (rule.trace === 'dutch') {
    throw new InputError(
      'dutch traces are made for one prediction and a linear error',
      'objective with many channels',
      'choose accumulating or replacing traces',
    );
  }
  const count = channels.each.length;
  const discounts = Float64Array.from(channels.each, ({ discount }) => discount);
  const kernel = channelKernel(channels, rule.trace === 'replacing', size);
  const rewards = stepRewards(terms);
  const overridden = new Float64Array(count);

  function runSteps(table: FeatureTable | undefined, from: number, to: number, life: Life): void {
    const { trial, reward, intervention, draw, signals } = life;
    const { overrides } = trial;
    // Field by field: a spread would cost as much time as a short trial.
    kernel.runSteps(table, {
      from,
      rows: to - from,
      discounts: overrides?.discount === undefined ? discounts : overridden.fill(overrides.discount),
      traceDecay: overrides?.traceDecay ?? rule.traceDecay,
      intervention,
      learningRate: trial.plastic ? rule.learningRate : 0,
      reward,
      draw,
      signals: {
        rpe: signals.rpe,
        value: signals.value,
        offset: signals.offset + from,
        channelRpe: signals.units?.[channelRpe.id],
        channelValue: signals.units?.[channelValue.id],
      },
    });
  }

  return {
    weights: kernel.shown,
    channels: count,
    units: [channelRpe, channelValue].map((group) => ({
      group,
      labels: channelLabels(channels, design),
      order: channelOrder(channels),
    })),
    learnTrial(trial, tables, signals, draws) {
      if (rule.boundary === 'reset') kernel.begin();
      eachStretch(tables, trial.steps, runSteps, {
        trial,
        reward: rewards.charge(trial),
        intervention: rpeIntervention(trial),
        draw: channels.bootstrap === 'sample' ? draws.uniform : undefined,
        signals,
      });
      if (trial.plastic) kernel.show();
    },
    state: () => {
      // Too many numbers to pass as call arguments.
      const weights = kernel.weights();
      const own = kernel.state();
      const state = new Float64Array(weights.length + 1 + own.length);
      state.set(weights);
      state[weights.length] = rewards.rate;
      state.set(own, weights.length + 1);
      return state;
    },
    restore(state) {
      rewards.rate = state[size * count];
      kernel.restore(state, state, size * count + 1);
    },
  };
}

/** The parameter in which the channels differ: τ, the share of learning from positive errors, or γ per second. */
function channelLabels({ each }: Channels, { stepSeconds }: Pick<GridDesign, 'stepSeconds'>): readonly string[] {
  const isOne = (of: (channel: Channel) => number): boolean => new Set(each.map(of)).size === 1;
  const shown = [
    ...(isOne(tau) ? [] : [(channel: Channel) => `τ ${short(tau(channel))}`]),
    ...(isOne(({ discount }) => discount)
      ? []
      : [({ discount }: Channel) => `γ ${short(power(discount, 1 / stepSeconds))} per second`]),
  ];
  return each.map((channel, i) => [`channel ${i}`, ...shown.map((text) => text(channel))].join(', '));
}

const tau = ({ gainPositive, gainNegative }: Channel): number => gainPositive / (gainPositive + gainNegative);

/** Ordered from pessimistic to optimistic, or from small to large discounts. */
const channelOrder = ({ each }: Channels): readonly number[] =>
  each
    .map((channel, i) => ({ i, tau: tau(channel), channel }))
    .sort((a, b) => a.tau - b.tau || a.channel.discount - b.channel.discount)
    .map(({ i }) => i);

const short = (number: number): string => String(Number(number.toPrecision(3)));
