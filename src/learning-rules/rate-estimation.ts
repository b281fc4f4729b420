import { InputError } from '../core/errors.ts';
import { defineLearningRule, type Learner, type LearnerSetup } from '../contracts/learning-rule.ts';
import { real } from '../contracts/parameters.ts';
import { byFactors } from '../contracts/searched.ts';
import { rpeIntervention } from '../contracts/trial.ts';
import type { BinaryTable } from './step/kernel.ts';
import { stepRewards } from './step/step-rewards.ts';

interface Rule {
  readonly priorReinforcements: number;
  readonly priorSeconds: number;
}

/** Sets of stimuli are bit masks. */
const maxStimuli = 30;
/** Iterations after each event; they start from the previous rates, so few suffice. */
const rounds = 20;

/**
 * Reinforcement is modelled as one Poisson process for each stimulus that is present, and one for the background, which
 * is always present; their rates add up, r̄ = Σ_i λ_i x_i (Gallistel & Gibbon 2000; Gershman 2025). The belief about
 * each rate is a gamma distribution with mean λ_i = R_i / N_i:
 *   N_i = n0 + seconds spent with i
 *   R_i = r0 + Σ_c r_c λ_i x_ic / Σ_k λ_k x_kc, the share of i in the reinforcements r_c received during c, over all
 *   sets c of stimuli
 * solved again at every stimulus onset or offset and every reinforcement, for all data so far, so that later events can
 * revise an earlier attribution (the published online
 * rule, dλ_i = x_i / N_i (r - r̄), cannot). For a cue of T s with the reward at its end, every C s: n rewards make its
 * rate n (C / T - 1) + 1 times the background's, once n0 is negligible and with r0 = 1, so that rewards to criterion
 * scale with 1 / (C / T - 1). value is r̄ given all data so far, reward units per second; rpe is
 * the surprise of a step, r - r̄ dt. There is no surprise at cue onset: this is a theory of responding, not of
 * dopamine. A punishment is shown as a surprise but does not count as reinforcement. γ of the objective is not used.
 */
export default defineLearningRule({
  id: 'rate-estimation',
  version: 2,
  title: 'Rate estimation',
  summary:
    'Counts reinforcements and the time spent waiting for them, with each stimulus and with the background alone, and attributes them to each. The longer the background goes without reinforcement, the sooner a cue stands out from it.',
  citation: { text: 'Gershman 2025, rate estimation theory, preprint, https://osf.io/preprints/psyarxiv/47q5y' },
  parameters: {
    priorReinforcements: real({
      default: 1,
      min: 0.001,
      max: 100,
      symbol: 'r0',
      searched: byFactors(0.01, 10),
      help: 'Prior number of reinforcements with a new stimulus, in reward units',
    }),
    priorSeconds: real({
      default: 1,
      min: 0.001,
      max: 1000,
      unit: 's',
      symbol: 'n0',
      searched: byFactors(0.1, 100),
      help: 'Prior time over which these reinforcements would have occurred',
    }),
  },
  timescale: 'step',
  create: (rule, setup) => rateLearner(rule, setup),
});

/** A set of stimuli that were present together. */
interface Company {
  readonly members: Int32Array;
  /** Time in it, and reinforcements during that time. */
  seconds: number;
  reinforcements: number;
}

function rateLearner(
  { priorReinforcements, priorSeconds }: Rule,
  { terms, layout, size, design }: LearnerSetup,
): Learner {
  if (terms.rewardRateLearning !== 0) {
    throw new InputError(
      'it has its own rates',
      'learning rule rate-estimation',
      "use the objective 'discounted-return'",
    );
  }
  if (layout !== 'binary' || size > maxStimuli) {
    throw new InputError(
      `it counts stimuli that are present or absent, at most ${maxStimuli} stimuli`,
      'learning rule rate-estimation',
      "use the architecture 'presence'",
    );
  }
  const { stepSeconds } = design;
  // The background comes after the stimuli.
  const rates = new Float64Array(size + 1).fill(priorReinforcements / priorSeconds);
  const shares = new Float64Array(size + 1);
  const seconds = new Float64Array(size + 1);
  const weights = rates.subarray(0, size);
  const memberLists = new Map<number, Int32Array>();
  const companies = new Map<number, Company>();
  /** The same, in the order in which they were met. */
  const all: Company[] = [];
  const rewards = stepRewards(terms);
  /** The set of stimuli at the previous step. */
  let company = 0;

  /** The stimuli of a set, in order; the background is always among them. */
  function membersOf(company: number): Int32Array {
    const known = memberLists.get(company);
    if (known !== undefined) return known;
    const fresh = Int32Array.from(rates.keys()).filter(
      (stimulus) => stimulus === size || ((company >> stimulus) & 1) === 1,
    );
    memberLists.set(company, fresh);
    return fresh;
  }

  function met(company: number): Company {
    const known = companies.get(company);
    if (known !== undefined) return known;
    const fresh = { members: membersOf(company), seconds: 0, reinforcements: 0 };
    companies.set(company, fresh);
    all.push(fresh);
    return fresh;
  }

  /** r̄ for a set of stimuli. */
  function expected(members: Int32Array): number {
    let sum = 0;
    for (let k = 0; k < members.length; k++) sum += rates[members[k]];
    return sum;
  }

  function companyOf({ firstStep, rowStart, active }: BinaryTable, step: number): number {
    if (step < firstStep) return 0;
    const end = rowStart[step - firstStep + 1];
    let company = 0;
    for (let k = rowStart[step - firstStep]; k < end; k++) company |= 1 << active[k];
    return company;
  }

  /** Iterations of λ_i <- R_i / N_i. */
  function shareOut(): void {
    seconds.fill(priorSeconds);
    for (const { members, seconds: spent } of all)
      for (let k = 0; k < members.length; k++) seconds[members[k]] = seconds[members[k]] + spent;
    for (let round = 0; round < rounds; round++) {
      shares.fill(priorReinforcements);
      for (const { members, reinforcements } of all) {
        const perRate = reinforcements / expected(members);
        for (let k = 0; k < members.length; k++) {
          const i = members[k];
          shares[i] = shares[i] + perRate * rates[i];
        }
      }
      for (let i = 0; i <= size; i++) rates[i] = shares[i] / seconds[i];
    }
  }

  return {
    weights,
    learnTrial(trial, tables, { rpe, value, offset }) {
      const [table] = tables as readonly [BinaryTable];
      const reward = rewards.charge(trial);
      const effect = rpeIntervention(trial);
      // Both change only where something happens.
      let rate = expected(membersOf(company));
      let tally: Company | undefined;
      for (let step = 0; step < trial.steps; step++) {
        // The stimuli present while this reward was awaited.
        const due = rate * stepSeconds;
        const rawError = reward[step] - due;
        const surprise = effect === undefined ? rawError : effect(step, rawError);
        rpe[offset + step] = surprise;
        if (trial.plastic) {
          tally ??= met(company);
          tally.seconds += stepSeconds;
          tally.reinforcements += Math.max(0, effect === undefined ? reward[step] : surprise + due);
        }
        const here = companyOf(table, step);
        if (here !== company || reward[step] !== 0) {
          company = here;
          tally = undefined;
          if (trial.plastic) shareOut();
          rate = expected(membersOf(here));
        }
        value[offset + step] = rate;
      }
    },
    state: () =>
      Float64Array.of(
        ...rates,
        company,
        ...[...companies].flatMap(([company, { seconds, reinforcements }]) => [company, seconds, reinforcements]),
      ),
    restore(state) {
      for (let i = 0; i <= size; i++) rates[i] = state[i];
      company = state[size + 1];
      companies.clear();
      all.length = 0;
      for (let at = size + 2; at < state.length; at += 3)
        Object.assign(met(state[at]), { seconds: state[at + 1], reinforcements: state[at + 2] });
    },
  };
}
