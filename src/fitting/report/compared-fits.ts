import { comparisonWords } from './comparison-words.ts';
import { heldOutByTrial } from '../held-out.ts';
import type { ScoreDifference } from '../score-difference.ts';
import { heldOutPerTrial } from './held-out-words.ts';
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
  /** What won, and by how much, in sentences. */
  readonly words: string;
}

/** Likelihoods of different data cannot be compared: a comparison for each session and kind of data with several agents. */
export function comparedFits(fits: readonly FittedAgent[]): readonly ComparedFits[] {
  const isSame = (one: FittedAgent, other: FittedAgent): boolean =>
    one.session === other.session && usesWords(one.uses) === usesWords(other.uses);
  const firsts = fits.filter((one, i) => fits.findIndex((other) => isSame(one, other)) === i);
  return firsts.flatMap((first) => {
    const own = fits.filter((one) => isSame(one, first));
    const least = Math.min(...own.map(({ fit }) => fit.aic));
    const scored = own.length < 2 ? undefined : heldOutOfAll(own);
    return own.length < 2
      ? []
      : [
          {
            session: first.session,
            uses: first.uses,
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
