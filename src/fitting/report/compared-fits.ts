import { comparisonWords } from './comparison-words.ts';
import { heldOutPerTrial } from './held-out-words.ts';
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
    return own.length < 2
      ? []
      : [
          {
            session: first.session,
            uses: first.uses,
            agents: own.map(({ title, heldOut, fit: { aic, bic, logEvidence } }) => ({
              title,
              behind: aic - least,
              bic,
              logEvidence,
              heldOutPerTrial: heldOut && heldOutPerTrial(heldOut),
            })),
            words: comparisonWords(own),
          },
        ];
  });
}
