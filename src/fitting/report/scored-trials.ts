import { heldOutByTrial } from '../held-out.ts';
import type { ScoredTrials } from './compared-trials.ts';
import type { FittedAgent } from './fitted-agent.ts';
import { trialKind } from './trial-kind.ts';

/**
 * What agents say of the trials of the same data: as they were kept out if they were for all of them, otherwise at the
 * estimates. Without those whose fit failed.
 * @returns undefined if fewer than two are left
 */
export function scoredTrials(fits: readonly FittedAgent[]): ScoredTrials | undefined {
  const stands = fits.filter(({ fit }) => fit.failure === undefined);
  const [first] = stands;
  if (first === undefined || stands.length < 2) return undefined;
  const isHeldOut = stands.every(({ heldOut }) => heldOut !== undefined && heldOut.blocks.length > 0);
  const trials = first.data.spec.design?.phases.flatMap((phase) => phase.recorded ?? []) ?? [];
  return {
    of: first.session,
    data: first.uses.join(' + '),
    isHeldOut,
    conditions: first.byTrial.map((_, i) => (trials[i] === undefined ? '' : trialKind(trials[i]))),
    models: stands.map(({ agent, title, byTrial, heldOut }) => ({
      id: agent,
      title,
      byTrial: isHeldOut && heldOut !== undefined ? heldOutByTrial(heldOut) : byTrial,
    })),
  };
}
