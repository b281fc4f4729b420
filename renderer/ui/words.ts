import type { NumberParameter, Parameter } from '../../src/contracts/parameters.ts';
import { overSeconds } from '../../src/contracts/time-constants.ts';

const abbreviations = new Set(['isi', 'iti', 'rpe', 'cs', 'us', 'td', 'psth']);
const units = new Set(['seconds', 'hz', 'milliseconds']);

/** `isiSeconds` -> `ISI`: a parameter's name as a label; the unit, which is next to the field, is left out. */
export function parameterLabel(name: string, parameter: Parameter): string {
  const words = name
    .replaceAll(/([A-Z])/g, ' $1')
    .toLowerCase()
    .split(' ');
  const hasUnit =
    'unit' in parameter && parameter.unit !== undefined && words.length > 1 && units.has(words.at(-1) as string);
  return (hasUnit ? words.slice(0, -1) : words)
    .map((word) => (abbreviations.has(word) ? word.toUpperCase() : word))
    .join(' ');
}

/** The unit next to a field; none if the label already contains it: `filters`, not `filters filters`. */
export const unitBeside = (label: string, { unit }: NumberParameter): string | undefined =>
  unit === label ? undefined : unit;

/**
 * A time constant converted to a step: `= 0.9791 per step of 0.2 s`; undefined if that is the same, or it is not a time
 * constant.
 */
export function perStepText(
  { perSecond }: NumberParameter,
  value: number,
  stepSeconds: number | undefined,
): string | undefined {
  if (perSecond === undefined || stepSeconds === undefined) return undefined;
  const turned = overSeconds(perSecond, value, stepSeconds);
  return turned === value ? undefined : `= ${Number(turned.toPrecision(4))} per step of ${shortNumber(stepSeconds)} s`;
}

// Residue of a rounding error where exact numbers would cancel.
const roundingError = 1e-9;

/** A number for display: few digits, a true minus sign. */
export function shortNumber(value: number): string {
  if (Math.abs(value) < roundingError) return '0';
  const text =
    Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
  return text.replaceAll('-', '\u2212');
}
