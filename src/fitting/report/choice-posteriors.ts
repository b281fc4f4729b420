import type { PosteriorFigureData } from '../../contracts/posterior-figure-data.ts';
import type { SubjectFit } from '../choices/subject-fits.ts';
import type { PosteriorCurve } from '../posterior-curve.ts';
import type { TitledModel } from '../group/titled-model.ts';
import { estimatesOf } from './estimates.ts';
import { curveWords, posteriorPanels } from './posterior-panels.ts';

/**
 * The posteriors of all subjects' parameters under one model, or of one subject's under several.
 * @param fits of one model, or of one subject
 * @param provenance who has made the figure, and of what
 * @param curvesOf each parameter's, where intervals are of draws; by Laplace's approximation if there are none
 * @returns undefined if no fit stands
 */
export function choicePosteriors(
  fits: readonly SubjectFit[],
  models: readonly TitledModel[],
  provenance: string,
  curvesOf: (fit: SubjectFit) => readonly PosteriorCurve[] | undefined = () => undefined,
): PosteriorFigureData | undefined {
  const stands = fits.filter(({ fit, posterior }) => estimatesOf(fit, posterior).failure === undefined);
  const [first] = stands;
  const subjects = [...new Set(fits.map(({ subject }) => subject))];
  const [model] = models;
  if (first === undefined || model === undefined) return undefined;
  const failed = fits.length - stands.length;
  const isNamed = subjects.length === 1 && subjects[0] !== '';
  const whose = subjects.length > 1 ? `${stands.length} subjects` : isNamed ? first.subject : 'the choices';
  const drawn = stands.map((one) => {
    const at = models.findIndex(({ id }) => id === one.model);
    const { title, parameters } = models[at] as TitledModel;
    const { fit, posterior } = one;
    const curves = posterior === undefined ? curvesOf(one) : undefined;
    return { label: models.length > 1 ? title : whose, colour: at, parameters, fit, posterior, curves };
  });
  const kind = first.posterior?.kind ?? 'laplace';
  const approximate = drawn.filter(({ posterior, curves }) => posterior === undefined && curves === undefined).length;
  return {
    title:
      models.length > 1
        ? `Parameters of ${subjects.join()}`
        : `${model.title}: what ${whose} ${isNamed ? 'says' : 'say'} of its parameters`,
    note: `${kind === 'laplace' ? drawsWords(approximate, drawn.length) : curveWords[kind]}, each drawn to one height.${failed === 0 ? '' : ` Without ${failed} of ${fits.length} fits, which failed.`}`,
    provenance,
    panels: posteriorPanels(drawn),
  };
}

/** @param approximate fits of all whose draws do not suffice, or were not kept */
const drawsWords = (approximate: number, all: number): string =>
  approximate === all
    ? curveWords.laplace
    : `Marginal posteriors by importance sampling${approximate === 0 ? '' : `; of ${approximate} of ${all} fits by Laplace's approximation, because their draws do not suffice`}`;
