import { expectationText } from '../analysis/signatures.ts';
import type { AnimalResult, Sweep, VariedParameter } from '../contracts/sweep.ts';
import { InputError } from '../core/errors.ts';
import { find } from '../engine/registry.ts';
import { worldOf } from '../engine/world.ts';
import { extent } from '../figures/extent.ts';
import { shortNumber } from '../figures/figure-data.ts';
import { sweepFigure, type SweptParameter } from '../figures/sweep-figure.ts';
import { svgText } from '../figures/svg-text.ts';
import { agentName } from '../storage/export.ts';
import { svgDocument } from './svg-document.ts';
import { version } from '../install/version.ts';

/** More panels beside one another could not be read. */
const mostPanels = 3;

/**
 * The figure of a sweep as the text of an SVG file.
 * @param isLog whether a parameter's range is spaced by factors
 * @throws InputError where no number varies, or the paradigm has no signatures
 */
export function sweepSvg(sweep: Sweep, results: readonly AnimalResult[], isLog: (path: string) => boolean): string {
  const { signatures } = worldOf(sweep.base);
  const varied = sweep.varied.flatMap((parameter) => sweptParameter(parameter, results, isLog)).slice(0, mostPanels);
  if (varied.length === 0)
    throw new InputError('no parameter that varies is a number', '--figure', 'vary a number, or use --csv');
  if (signatures.length === 0)
    throw new InputError(
      'the paradigm has no signatures',
      '--figure',
      'use --csv, which has the averages of its conditions',
    );
  const data = {
    title: `${find('paradigms', sweep.base.world.id).title}: ${agentName(sweep.base)}`,
    note: `${results.length.toLocaleString('en-US')} animals; ${sweep.varied.map(({ path }) => path).join(', ')} differ between them`,
    provenance: `${sweep.varied.map(rangeText).join(', ')} · seed ${sweep.base.seed} · phasic ${version}`,
    varied,
    signatures: signatures.map(({ claim, quantity, expected }, i) => ({
      claim,
      quantity,
      expected,
      expectedText: expectationText(expected),
      measured: results.map((result) => result.signatures[i]?.measured ?? null),
      pass: results.map((result) => result.signatures[i]?.pass ?? null),
    })),
  };
  return svgText(sweepFigure({ data, document: svgDocument() }));
}

function rangeText({ path, values }: VariedParameter): string {
  const distinct = [...new Set(values)];
  if (distinct.length <= 6 || !distinct.every((value) => typeof value === 'number'))
    return `${path} ${distinct.slice(0, 6).join(', ')}`;
  const [low, high] = extent(distinct);
  return `${path} ${shortNumber(low, 3)} to ${shortNumber(high, 3)}`;
}

function sweptParameter(
  { path, values }: VariedParameter,
  results: readonly AnimalResult[],
  isLog: (path: string) => boolean,
): readonly SweptParameter[] {
  const numbers = results.map(({ animal }) => values[animal]);
  if (!numbers.every((value) => typeof value === 'number')) return [];
  return [{ title: path, scale: isLog(path) ? 'log' : 'linear', values: numbers }];
}
