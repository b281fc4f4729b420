import { InputError } from '../core/errors.ts';
import { svgDocument } from '../export/svg.ts';
import { posteriorFigure } from '../figures/posterior-figure.ts';
import { svgText } from '../figures/svg-text.ts';
import type { ChoiceModel } from '../fitting/choices/choice-model.ts';
import type { SubjectFit } from '../fitting/choices/subject-fits.ts';
import type { GroupedSubject } from '../fitting/choices/grouped-subject.ts';
import { intervalCurves } from '../fitting/intervals.ts';
import { estimatesOf } from '../fitting/report/estimates.ts';
import { curveWords, posteriorPanels } from '../fitting/report/posterior-panels.ts';
import { version } from '../install/version.ts';

/**
 * The posteriors of all subjects' parameters under one model, or of one subject's under several.
 * @throws InputError for several of both, and if no fit stands
 */
export function choicesFigure(
  fits: readonly SubjectFit[],
  models: readonly ChoiceModel[],
  recorded: readonly GroupedSubject[],
  seed: number,
): string {
  const subjects = [...new Set(fits.map(({ subject }) => subject))];
  const [model] = models;
  if (model === undefined || (subjects.length > 1 && models.length > 1))
    throw new InputError(
      `there are ${models.length} models and ${subjects.length} subjects`,
      '--figure',
      'fit one model, or one subject',
    );
  const stands = fits.filter(({ fit, posterior }) => estimatesOf(fit, posterior).failure === undefined);
  const [first] = stands;
  if (first === undefined) throw new InputError('no fit stands', '--figure', 'see the reasons in the report');
  const failed = fits.length - stands.length;
  const of = models.length > 1 ? subjects.join() : model.title;
  const whose = subjects.length > 1 ? `${stands.length} subjects` : subjects[0] === '' ? 'the choices' : subjects[0];
  const drawn = stands.map(({ subject, model: id, fit, posterior }) => {
    const at = models.findIndex((one) => one.id === id);
    const { title, parameters: parametersOf, likelihood } = models[at] as ChoiceModel;
    const { trials } = recorded.find((one) => one.subject === subject) as GroupedSubject;
    const problem = { parameters: parametersOf(trials.options), likelihood: likelihood(trials) };
    return {
      label: models.length > 1 ? title : (whose ?? ''),
      colour: at,
      parameters: problem.parameters,
      fit,
      posterior,
      curves: posterior === undefined ? intervalCurves(problem, fit, seed) : undefined,
    };
  });
  const kind = first.posterior?.kind ?? 'laplace';
  const approximate = drawn.filter(({ posterior, curves }) => posterior === undefined && curves === undefined).length;
  const data = {
    title:
      models.length > 1
        ? `Parameters of ${of}`
        : `${of}: what ${whose} ${subjects.length > 1 || subjects[0] === '' ? 'say' : 'says'} of its parameters`,
    note: `${kind === 'laplace' ? drawsWords(approximate, drawn.length) : curveWords[kind]}, each drawn to one height.${failed === 0 ? '' : ` Without ${failed} of ${fits.length} fits, which failed.`}`,
    provenance: `phasic fit-choices · seed ${seed} · phasic ${version}`,
    panels: posteriorPanels(drawn),
  };
  return svgText(posteriorFigure({ data, document: svgDocument() }), []);
}

/** @param approximate fits of all whose draws do not suffice */
const drawsWords = (approximate: number, all: number): string =>
  approximate === all
    ? curveWords.laplace
    : `Marginal posteriors by importance sampling${approximate === 0 ? '' : `; of ${approximate} of ${all} fits by Laplace's approximation, because their draws do not suffice`}`;
