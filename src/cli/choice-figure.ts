import { InputError } from '../core/errors.ts';
import { svgDocument } from '../export/svg.ts';
import { posteriorFigure } from '../figures/posterior-figure.ts';
import { svgText } from '../figures/svg-text.ts';
import type { GroupedSubject } from '../fitting/choices/grouped-subject.ts';
import { findChoiceModel } from '../fitting/choices/registry.ts';
import type { SubjectFit } from '../fitting/choices/subject-fits.ts';
import { intervalCurves } from '../fitting/intervals.ts';
import type { TitledModel } from '../fitting/group/titled-model.ts';
import { choicePosteriors } from '../fitting/report/choice-posteriors.ts';
import { version } from '../install/version.ts';

/**
 * The posteriors of all subjects' parameters under one model, or of one subject's under several.
 * @throws InputError for several of both, and if no fit stands
 */
export function choicesFigure(
  fits: readonly SubjectFit[],
  models: readonly TitledModel[],
  recorded: readonly GroupedSubject[],
  seed: number,
): string {
  const subjects = new Set(fits.map(({ subject }) => subject));
  if (subjects.size > 1 && models.length > 1)
    throw new InputError(
      `there are ${models.length} models and ${subjects.size} subjects`,
      '--figure',
      'fit one model, or one subject',
    );
  const data = choicePosteriors(fits, models, `phasic fit-choices · seed ${seed} · phasic ${version}`, (one) => {
    const { trials } = recorded.find(({ subject }) => subject === one.subject) as GroupedSubject;
    const { parameters, likelihood } = findChoiceModel(one.model);
    return intervalCurves({ parameters: parameters(trials.options), likelihood: likelihood(trials) }, one.fit, seed);
  });
  if (data === undefined) throw new InputError('no fit stands', '--figure', 'see the reasons in the report');
  return svgText(posteriorFigure({ data, document: svgDocument() }), []);
}
