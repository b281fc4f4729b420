import { InputError } from '../core/errors.ts';
import { find } from '../engine/registry.ts';
import { svgDocument } from '../export/svg.ts';
import { svgText } from '../figures/svg-text.ts';
import { posteriorFigure } from '../figures/posterior-figure.ts';
import { posteriorCurve } from '../fitting/posterior-curve.ts';
import { freeOfSpec } from '../fitting/session/free-of-spec.ts';
import { version } from '../install/version.ts';
import type { FittedAgent } from './fit-report.ts';
import { usesWords } from './fit-words.ts';

/**
 * The posteriors of one agent's parameters in one session, those of each kind of data on one axis.
 * @throws InputError for several sessions or agents, and if no fit stands
 */
export function posteriorsSvg(fits: readonly FittedAgent[]): string {
  const [first] = fits;
  if (first === undefined || fits.some(({ agent, session }) => agent !== first.agent || session !== first.session))
    throw new InputError(
      'there are several agents or sessions',
      '--figure',
      'fit one agent to one session, or use --csv',
    );
  const stands = fits.filter(({ fit }) => fit.failure === undefined);
  if (stands.length === 0)
    throw new InputError('no fit stands', '--figure', 'see what the data do not determine, and free fewer parameters');
  const parametersOf = ({ data, free }: FittedAgent) => freeOfSpec(data.spec, free).parameters;
  const names = [...new Set(stands.flatMap(({ free }) => free))];
  const panels = names.map((id) => {
    const curves = stands.flatMap((one) => {
      const at = one.free.indexOf(id);
      const [parameter, sd] = [parametersOf(one)[at], one.fit.parameters[at]?.pointSd];
      if (parameter === undefined || sd === undefined || sd === null) return [];
      const curve = posteriorCurve(parameter, one.fit.point[at] as number, sd);
      return [{ parameter, label: usesWords[one.uses], colour: stands.indexOf(one), ...curve }];
    });
    const [{ parameter } = { parameter: undefined }] = curves;
    const unit = parameter?.unit === undefined ? '' : `, ${parameter.unit}`;
    return {
      title: `${id}${parameter?.symbol === undefined ? '' : ` (${parameter.symbol})`}${unit}`,
      isLog: parameter?.scale === 'log',
      curves,
    };
  });
  const data = {
    title: `${find('agents', first.agent).title}: what ${first.session} says of its parameters`,
    note: `Posteriors by Laplace's approximation, each drawn to one height, of fits to ${stands.map(({ uses }) => usesWords[uses]).join(', to ')}.`,
    provenance: `phasic fit · seed ${first.seed} · phasic ${version}`,
    panels,
  };
  return svgText(
    posteriorFigure({ data, document: svgDocument() }),
    stands.map(({ data: { spec } }) => spec),
  );
}
