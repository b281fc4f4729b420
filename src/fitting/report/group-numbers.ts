import { shortNumber } from '../../core/short-number.ts';
import { valueAt, type FreeParameter } from '../free-parameter.ts';
import type { GroupModelFit } from '../group/group-of-models.ts';
import type { GroupPosterior } from '../group/group-posterior.ts';
import type { GroupFit } from '../group/hierarchy.ts';

/** The mean subject and the spread under one model. */
interface GroupRow {
  readonly id: string;
  /** Values. */
  readonly mean: number;
  readonly interval: readonly [low: number, high: number];
  /** Of points. */
  readonly spread: number;
}

/** A difference between groups, on points. */
interface EffectRow {
  readonly id: string;
  /** Of which to which. */
  readonly name: string;
  readonly estimate: number;
  readonly interval: readonly [low: number, high: number];
  readonly leavesOutZero: boolean;
}

/** What is told of a group under one model. */
export interface GroupNumbers {
  /** Empty if it failed. */
  readonly means: readonly GroupRow[];
  readonly effects: readonly EffectRow[];
  /** How it was computed. */
  readonly words: string;
  /** Why there are no numbers. */
  readonly failure?: string;
  readonly warnings: readonly string[];
}

/** A number of the group, whichever way it was computed. */
interface Told {
  readonly parameter: string;
  readonly name: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** @param parameters of the model */
export function groupNumbers(parameters: readonly FreeParameter[], { fit, posterior }: GroupModelFit): GroupNumbers {
  const said = posterior === undefined ? roundsSaid(fit) : chainsSaid(posterior);
  if (said.failure !== undefined) return { means: [], effects: [], ...said };
  const told: readonly Told[] =
    posterior === undefined
      ? [...fit.effects, ...fit.spreads]
      : posterior.group.map(({ mean, ...one }) => ({ ...one, estimate: mean }));
  return {
    means: parameters.map((parameter) => {
      const of = (name: string): Told =>
        told.find((one) => one.parameter === parameter.id && one.name === name) ?? { ...nothing, name };
      const { estimate, low, high } = of('mean');
      return {
        id: parameter.id,
        mean: valueAt(parameter, estimate),
        interval: [valueAt(parameter, low), valueAt(parameter, high)],
        spread: of('sd').estimate,
      };
    }),
    effects: told
      .filter(({ name }) => name !== 'mean' && name !== 'sd')
      .map(({ parameter, name, estimate, low, high }) => ({
        id: parameter,
        name,
        estimate,
        interval: [low, high],
        leavesOutZero: low > 0 || high < 0,
      })),
    ...said,
  };
}

const nothing = { parameter: '', estimate: Number.NaN, low: Number.NaN, high: Number.NaN } as const;

type Said = Pick<GroupNumbers, 'words' | 'failure' | 'warnings'>;

function roundsSaid({ logEvidence, iBic, converged, iterations, failures }: GroupFit): Said {
  return {
    words: `empirical Bayes: log evidence ${shortNumber(logEvidence)}, integrated BIC ${shortNumber(iBic)}; settled in ${iterations} rounds`,
    ...(converged ? {} : { failure: `empirical Bayes has not settled in ${iterations} rounds` }),
    warnings: failures,
  };
}

function chainsSaid({ failures, diagnostics }: GroupPosterior): Said {
  const { chains, draws, divergences, parameters } = diagnostics;
  const largest = Math.max(...parameters.map(({ rHat }) => rHat));
  const least = Math.floor(Math.min(...parameters.map(({ bulkSize, tailSize }) => Math.min(bulkSize, tailSize))));
  return {
    words: `the whole posterior by ${chains} chains of ${draws} draws: R-hat at most ${largest.toFixed(3)}, at least ${least} effective draws, ${divergences} divergences`,
    ...(failures.length === 0 ? {} : { failure: shortened(failures) }),
    warnings: [],
  };
}

const shownFailures = 3;

const shortened = (failures: readonly string[]): string =>
  failures.length <= shownFailures
    ? failures.join('; ')
    : `${failures.slice(0, shownFailures).join('; ')}; and ${failures.length - shownFailures} more`;

/** What the numbers of a group are. @param who is in it */
export const groupWords = (who: string, reference: string | undefined): string =>
  `The group: ${who} scatter normally around ${reference === undefined ? 'its mean' : `the mean of ${reference}`}, on the scale of points (logit of shares, logarithm of positive numbers); values are those of the mean`;

/** Why several models are not compared. */
export const notSelected = 'The models are not compared: where a group has not settled its evidence is not known.';

/** How likely what selection says is chance. */
export const riskWords = (omnibusRisk: number): string =>
  `The probability that all are equally frequent and the differences are chance is ${omnibusRisk.toFixed(3)}.`;
