import { InputError } from '../../core/errors.ts';
import type { PosteriorFigureData, PosteriorPanel } from '../../contracts/posterior-figure-data.ts';
import { posteriorCurve } from '../posterior-curve.ts';
import type { FittedAgent } from './fitted-agent.ts';
import { usesWords } from './fitted-data.ts';

/**
 * The posteriors of one agent's parameters in one session, those of each kind of data on one axis.
 * @param provenance who has made the figure, and of what
 * @throws InputError for several sessions or agents, and if no fit stands
 */
export function posteriorsOf(fits: readonly FittedAgent[], provenance: string): PosteriorFigureData {
  const [first] = fits;
  if (first === undefined || fits.some(({ agent, session }) => agent !== first.agent || session !== first.session))
    throw new InputError(
      'there are several agents or sessions',
      'figure of posteriors',
      'fit one agent to one session, or save a table',
    );
  const stands = fits.filter(({ fit }) => fit.failure === undefined);
  if (stands.length === 0)
    throw new InputError(
      'no fit stands',
      'posteriors',
      'see what the data do not determine, and free fewer parameters',
    );
  const names = [...new Set(stands.flatMap(({ free }) => free))];
  return {
    title: `${first.title}: what ${first.session} says of its parameters`,
    note: `Posteriors by Laplace's approximation, each drawn to one height, of fits to ${stands.map(({ uses }) => usesWords(uses)).join(', to ')}.`,
    provenance: `${provenance} · seed ${first.seed}`,
    panels: names.map((id) => panelOf(stands, id)),
  };
}

function panelOf(stands: readonly FittedAgent[], id: string): PosteriorPanel {
  const curves = stands.flatMap((one) => {
    const at = one.free.indexOf(id);
    const [parameter, sd] = [one.parameters[at], one.fit.parameters[at]?.pointSd];
    if (parameter === undefined || sd === undefined || sd === null) return [];
    const curve = posteriorCurve(parameter, one.fit.point[at] as number, sd);
    return [{ parameter, label: usesWords(one.uses), colour: stands.indexOf(one), ...curve }];
  });
  const [{ parameter } = { parameter: undefined }] = curves;
  const unit = parameter?.unit === undefined ? '' : `, ${parameter.unit}`;
  return {
    title: `${id}${parameter?.symbol === undefined ? '' : ` (${parameter.symbol})`}${unit}`,
    isLog: parameter?.scale === 'log',
    curves,
  };
}
