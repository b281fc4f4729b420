import type { Spec } from '../spec/spec.ts';
import { kindOf, partOf } from '../spec/part-of.ts';
import { partNames } from '../spec/parts.ts';
import { find } from '../engine/registry.ts';
import { allowedValues, type Parameter } from '../contracts/parameters.ts';
import { textTable } from './output.ts';

/** Every parameter of a spec's parts. */
export function parameterHelp(spec: Spec): string {
  const sections = partNames.flatMap((name) => {
    const part = partOf(spec, name);
    return part === undefined
      ? []
      : [[`  ${name} ${part.id}`, ...parameterLines(find(kindOf(spec, name), part.id).parameters)].join('\n')];
  });
  return ['Parameters for --set:', ...sections].join('\n');
}

/** The help of a set of parameters, one line each. */
export function parameterLines(parameters: Readonly<Record<string, Parameter>>): readonly string[] {
  const rows = Object.entries(parameters).map(([name, parameter]) => [
    `      ${name}`,
    parameter.default === '' ? "''" : `${parameter.default}`,
    rangeText(parameter),
    parameter.help,
  ]);
  return rows.length === 0 ? [] : textTable(rows).split('\n');
}

/** The allowed values of a parameter, and its default per step in stepped environments if that differs. */
export function rangeText(parameter: Parameter): string {
  const perStep = 'defaultPerStep' in parameter ? parameter.defaultPerStep : undefined;
  const note = perStep === undefined ? '' : ` (in stepped environments per step, default ${perStep})`;
  return `${allowedValues(parameter)}${note}`;
}
