import { judge } from '../../analysis/signatures.ts';
import type { Averages } from '../../contracts/paradigm.ts';
import type { SubjectResult } from '../../spec/sweep.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { observe } from '../run.ts';
import type { TrialSession } from '../trial-session.ts';
import { worldOf, type World } from '../world.ts';

/** The results of a subject that has run its session on the typed-array engine. */
export function subjectResult(subject: number, session: TrialSession): SubjectResult {
  const world = worldOf(session.spec);
  const seen = observe(session).evidence();
  return {
    ...blank(subject, session.spec, world, false),
    signatures: world.signatures.map((signature) => judgedBriefly(judge(signature, seen))),
    atEvent: atEvents(world, seen.averages),
  };
}

/** A subject whose weights diverged. */
export const divergedResult = (subject: number, spec: TrialSpec): SubjectResult =>
  blank(subject, spec, worldOf(spec), true);

function blank(subject: number, { seed }: TrialSpec, { signatures, shown }: World, diverged: boolean): SubjectResult {
  return {
    subject,
    seed,
    diverged,
    signatures: signatures.map(({ id }) => ({ id, measured: null, pass: null })),
    atEvent: shown.map((condition) => ({ condition, rpe: null, value: null })),
  };
}

export const judgedBriefly = ({
  id,
  measured,
  pass,
}: ReturnType<typeof judge>): SubjectResult['signatures'][number] => ({ id, measured, pass });

export const atEvents = (
  { shown }: Pick<World, 'shown'>,
  averages: Readonly<Record<string, Averages>>,
): SubjectResult['atEvent'] =>
  shown.map((condition) => {
    const of = averages[condition];
    const at = of?.t.indexOf(0) ?? -1;
    return { condition, rpe: of?.rpe.mean[at] ?? null, value: of?.value.mean[at] ?? null };
  });
