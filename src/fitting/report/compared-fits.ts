import { comparedTrials, type ComparedTrials } from './compared-trials.ts';
import { comparisonWords } from './comparison-words.ts';
import { heldOutByTrial } from '../held-out.ts';
import type { ScoreDifference } from '../score-difference.ts';
import { heldOutPerTrial } from './held-out-words.ts';
import { scoredTrials } from './scored-trials.ts';
import { scoredModels, type ScoredModels } from './scored-models.ts';
import type { FittedAgent } from './fitted-agent.ts';
import { usesWords } from './fitted-data.ts';

/** An agent among those that were fitted to the same data. */
interface ComparedFit {
  readonly title: string;
  /** AIC minus the least. */
  readonly behind: number;
  readonly bic: number;
  /** Null if there is none. */
  readonly logEvidence: number | null;
  /** Log likelihood of blocks that were kept out, a trial; undefined if none was. */
  readonly heldOutPerTrial: number | undefined;
  /** The same, of all trials, minus that of the agent that predicts best; undefined unless blocks of all were kept out. */
  readonly heldOutBehind: ScoreDifference | undefined;
}

/** Agents that were fitted to the same data of one session. */
export interface ComparedFits extends Pick<FittedAgent, 'session' | 'uses'> {
  readonly agents: readonly ComparedFit[];
  /** Which trials speak for the best; undefined if fewer than two fits stand. */
  readonly trials: ComparedTrials | undefined;
  /** What won, and by how much, in sentences. */
  readonly words: string;
}

/** Fits by session and kind of data: likelihoods of different data cannot be compared. */
export function sameData(fits: readonly FittedAgent[]): readonly (readonly FittedAgent[])[] {
  const isSame = (one: FittedAgent, other: FittedAgent): boolean =>
    one.session === other.session && usesWords(one.uses) === usesWords(other.uses);
  const firsts = fits.filter((one, i) => fits.findIndex((other) => isSame(one, other)) === i);
  return firsts.map((first) => fits.filter((one) => isSame(one, first)));
}

/** A comparison for each session and kind of data with several agents. */
export function comparedFits(fits: readonly FittedAgent[]): readonly ComparedFits[] {
  return sameData(fits).flatMap((own) => {
    const [first] = own as readonly [FittedAgent];
    const least = Math.min(...own.map(({ fit }) => fit.aic));
    const scored = own.length < 2 ? undefined : heldOutOfAll(own);
    const trials = scoredTrials(own);
    return own.length < 2
      ? []
      : [
          {
            session: first.session,
            uses: first.uses,
            trials: trials && comparedTrials([trials]),
            agents: own.map(({ title, heldOut, fit: { aic, bic, logEvidence } }, i) => ({
              title,
              behind: aic - least,
              bic,
              logEvidence,
              heldOutPerTrial: heldOut && heldOutPerTrial(heldOut),
              heldOutBehind: scored?.behind[i],
            })),
            words: [...(scored === undefined ? [] : [scored.words]), comparisonWords(own)].join(' '),
          },
        ];
  });
}

/** Undefined if one was not held out, or failed: it has no place among others. */
function heldOutOfAll(fits: readonly FittedAgent[]): ScoredModels | undefined {
  const models = fits.flatMap(({ title, heldOut, fit }) =>
    heldOut === undefined || heldOut.blocks.length === 0 || fit.failure !== undefined
      ? []
      : [{ title, scores: heldOutByTrial(heldOut) }],
  );
  return models.length < fits.length ? undefined : scoredModels(models, 'trial');
}
