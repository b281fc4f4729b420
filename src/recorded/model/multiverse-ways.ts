import type { PreprocessingWays } from '../../contracts/preprocessing-ways.ts';
import { minMargin, type Multiverse } from '../photometry/multiverse.ts';
import { stepsOf } from './multiverse-words.ts';

const steps = {
  control: 'fit of the control',
  bleaching: 'bleaching',
  dividedBy: 'dF over',
  filter: 'filter',
} as const;

/** A comparison of models under many ways to preprocess, for its figure. @param title of a model, by its id */
export function multiverseWays(
  { outcomes, wins, leading }: Multiverse,
  title: (id: string) => string,
): PreprocessingWays {
  const ids = wins.map(({ id }) => id);
  return {
    models: ids.map(title),
    leading: Math.max(0, ids.indexOf(leading ?? '')),
    steps: Object.values(steps),
    ways: outcomes.map((outcome) => {
      const own = stepsOf(outcome);
      const winner = ids.indexOf(outcome.winner ?? '');
      return {
        choices: [own.control, own.bleaching, own.dividedBy, own.filter],
        logLikelihoods: outcome.fits.map(({ logLikelihood }) => logLikelihood),
        winner: winner < 0 ? undefined : winner,
      };
    }),
    minMargin,
  };
}
