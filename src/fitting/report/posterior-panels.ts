import type { PosteriorPanel } from '../../contracts/posterior-figure-data.ts';
import type { Fit } from '../fit.ts';
import type { FreeParameter } from '../free-parameter.ts';
import { posteriorCurve, type PosteriorCurve } from '../posterior-curve.ts';
import type { Posterior } from '../posterior/posterior.ts';
import type { Estimates } from './estimates.ts';

/** A fit whose posterior is drawn. */
export interface DrawnFit {
  readonly label: string;
  /** Number of the label among all. */
  readonly colour: number;
  readonly parameters: readonly FreeParameter[];
  readonly fit: Fit;
  readonly posterior?: Posterior | undefined;
  /** Of each parameter, where intervals are not those of Laplace's approximation. */
  readonly curves?: readonly PosteriorCurve[] | undefined;
}

/** What the curves of a figure are. */
export const curveWords: Readonly<Record<Estimates['kind'], string>> = {
  laplace: "Posteriors by Laplace's approximation",
  profile: 'Profiles of the posterior (its density at the best setting of the other parameters)',
  grid: 'Marginal posteriors on a grid',
  nuts: 'Marginal posteriors, the density of the draws of four chains',
};

/** A panel for each parameter that some fit has. */
export const posteriorPanels = (fits: readonly DrawnFit[]): readonly PosteriorPanel[] =>
  [...new Set(fits.flatMap(({ parameters }) => parameters.map(({ id }) => id)))].map((id) => panelOf(fits, id));

function panelOf(fits: readonly DrawnFit[], id: string): PosteriorPanel {
  const curves = fits.flatMap((one) => {
    const at = one.parameters.findIndex((parameter) => parameter.id === id);
    const parameter = one.parameters[at];
    const curve = curveOf(one, at);
    if (parameter === undefined || curve === undefined) return [];
    return [{ parameter, label: one.label, colour: one.colour, ...curve }];
  });
  const [{ parameter } = { parameter: undefined }] = curves;
  const unit = parameter?.unit === undefined ? '' : `, ${parameter.unit}`;
  return {
    title: `${id}${parameter?.symbol === undefined ? '' : ` (${parameter.symbol})`}${unit}`,
    isLog: parameter?.scale === 'log',
    curves: curves.map(({ label, colour, values, density }) => ({ label, colour, values, density })),
  };
}

/** Of the posterior by which intervals are, by Laplace's approximation only if there is no other. */
function curveOf({ fit, posterior, curves, parameters }: DrawnFit, at: number): PosteriorCurve | undefined {
  if (posterior !== undefined) return posterior.parameters[at]?.curve;
  if (curves !== undefined) return curves[at];
  const [parameter, sd] = [parameters[at], fit.parameters[at]?.pointSd];
  return parameter === undefined || sd === undefined || sd === null
    ? undefined
    : posteriorCurve(parameter, fit.point[at] as number, sd);
}
