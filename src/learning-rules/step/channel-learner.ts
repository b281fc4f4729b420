import { InputError } from '../../core/errors.ts';
import { power } from '../../core/power.ts';
import type { FeatureTable } from '../../contracts/architecture.ts';
import type { GridDesign } from '../../contracts/design.ts';
import type { Learner, LearnerSetup } from '../../contracts/learning-rule.ts';
import type { LinearTd } from '../../contracts/linear-td.ts';
import type { Channel, Channels } from '../../contracts/td-terms.ts';
import { rpeIntervention } from '../../contracts/trial.ts';
import { channelRpe, channelValue } from '../../contracts/units.ts';
import { channelKernel } from './channels.ts';
import { stepRewards } from './step-rewards.ts';
import { eachStretch } from './stretches.ts';

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
  const weights = new Float64Array(size);
  const channelWeights = new Float64Array(size * count);
  const discounts = Float64Array.from(channels.each, ({ discount }) => discount);
  const kernel = channelKernel(channels, rule.trace === 'replacing', size);
  const rewards = stepRewards(terms);
  const overridden = new Float64Array(count);

  /** The displayed weight of a feature: the mean of its weights. */
  function showWeights(): void {
    for (let feature = 0; feature < size; feature++) {
      let sum = 0;
      for (let k = feature * count; k < (feature + 1) * count; k++) sum += channelWeights[k];
      weights[feature] = sum / count;
    }
  }

  return {
    weights,
    channels: count,
    units: [channelRpe, channelValue].map((group) => ({
      group,
      labels: channelLabels(channels, design),
      order: channelOrder(channels),
    })),
    learnTrial(trial, tables, signals, draws) {
      const { overrides } = trial;
      const reward = rewards.charge(trial);
      const intervention = rpeIntervention(trial);
      const runSteps = (table: FeatureTable | undefined, from: number, to: number): void =>
        kernel.runSteps(table, {
          from,
          rows: to - from,
          weights: channelWeights,
          discounts: overrides?.discount === undefined ? discounts : overridden.fill(overrides.discount),
          traceDecay: overrides?.traceDecay ?? rule.traceDecay,
          intervention,
          learningRate: trial.plastic ? rule.learningRate : 0,
          reward,
          draw: channels.bootstrap === 'sample' ? draws.uniform : undefined,
          signals: {
            ...signals,
            offset: signals.offset + from,
            channelRpe: signals.units?.[channelRpe.id],
            channelValue: signals.units?.[channelValue.id],
          },
        });
      if (rule.boundary === 'reset') kernel.begin();
      eachStretch(tables, trial.steps, runSteps, undefined);
      if (trial.plastic) showWeights();
    },
    state: () => {
      // Too many numbers to pass as call arguments.
      const own = kernel.state();
      const state = new Float64Array(channelWeights.length + 1 + own.length);
      state.set(channelWeights);
      state[channelWeights.length] = rewards.rate;
      state.set(own, channelWeights.length + 1);
      return state;
    },
    restore(state) {
      for (let k = 0; k < channelWeights.length; k++) channelWeights[k] = state[k];
      rewards.rate = state[channelWeights.length];
      kernel.restore(state, channelWeights.length + 1);
      showWeights();
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
