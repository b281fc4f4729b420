import { heldOutByTrial } from '../held-out.ts';
import type { ScoredTrials } from './compared-trials.ts';
import type { ChoiceModel } from '../choices/choice-model.ts';
import type { GroupedSubject } from '../choices/grouped-subject.ts';
import { previousOutcomes } from '../choices/previous-outcome.ts';
import type { SubjectFit } from '../choices/subject-fits.ts';

/**
 * What models say of the choices of each subject, trial by trial: as they were kept out if they were, otherwise at the
 * estimates. Without subjects of whom some fit failed.
 */
export function scoredChoices(
  subjects: readonly GroupedSubject[],
  models: readonly ChoiceModel[],
  fits: readonly SubjectFit[],
): readonly ScoredTrials[] {
  const conditions = previousOutcomes(subjects.map(({ trials }) => trials));
  return subjects.flatMap(({ subject, trials }, i) => {
    const own = models.map((model) => fits.find((one) => one.subject === subject && one.model === model.id));
    if (own.some((one) => one === undefined || one.fit.failure !== undefined)) return [];
    const isHeldOut = own.every((one) => one?.heldOut !== undefined);
    return [
      {
        of: subject,
        data: 'choices',
        isHeldOut,
        conditions: conditions[i] ?? [],
        models: models.map((model, m) => {
          const { fit, heldOut } = own[m] as SubjectFit;
          const values = Float64Array.from(fit.parameters, ({ value }) => value);
          const scores = (): readonly (number | null)[] =>
            Array.from(model.byTrial(values, trials), (one) => (Number.isNaN(one) ? null : one));
          return {
            id: model.id,
            title: model.title,
            byTrial: heldOut === undefined ? scores() : heldOutByTrial(heldOut),
          };
        }),
      },
    ];
  });
}
