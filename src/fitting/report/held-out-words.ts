import { shortNumber } from '../../core/short-number.ts';
import type { FittedAgent } from './fitted-agent.ts';

type Scores = NonNullable<FittedAgent['heldOut']>;

/** Log likelihood of blocks that were kept out, a trial. */
export const heldOutPerTrial = ({ trials, blocks }: Scores): number => heldOutSum(blocks) / trials;

const heldOutSum = (blocks: Scores['blocks']): number =>
  blocks.reduce((total, { logLikelihood }) => total + logLikelihood, 0);

/** `held out in 5 blocks of successive trials: log-likelihood -1234, -12.3 per trial` */
export const heldOutWords = (scores: Scores): string =>
  `held out in ${scores.blocks.length} blocks of successive trials: log-likelihood ${shortNumber(heldOutSum(scores.blocks))}, ${shortNumber(heldOutPerTrial(scores))} per trial`;
