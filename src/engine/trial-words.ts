import { phaseTitle } from '../contracts/design.ts';
import type { Trial } from '../contracts/trial.ts';
import type { TrialSession } from './trial-session.ts';

/** The displayed phase and type of a trial, by title. */
export function trialWords(
  { design }: Pick<TrialSession, 'design'>,
  { phase, type }: Trial,
): { readonly phase: string; readonly type: string } {
  const declared = design.phases.find(({ id }) => id === phase);
  return {
    phase: declared === undefined ? phase : phaseTitle(design, declared),
    type: design.trialTypes[type]?.title ?? type,
  };
}
