import { InputError } from '../core/errors.ts';
import type { Citation } from '../contracts/citation.ts';

/** A measure of quality with its threshold. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** '' for ratios. */
  readonly unit: string;
  /** One clause: what is measured, and what a failure means. */
  readonly what: string;
  /** True if it is of a unit (neuron); a recording may have hundreds. */
  readonly ofUnits?: true;
  /** The measure must be above it. */
  readonly above?: number;
  /** The measure must not exceed it. */
  readonly atMost?: number;
  /** Of the threshold. */
  readonly source: Citation;
}

/** One measure of one signal or unit. */
export interface QualityLine {
  readonly check: Check;
  /** Id of the signal or unit. */
  readonly of: string;
  /** In the check's unit; NaN if it cannot be computed, which fails. */
  readonly value: number;
  readonly passed: boolean;
  /** Other numbers that belong to it, e.g. an interval. */
  readonly detail?: Readonly<Record<string, number | readonly number[]>>;
}

/** A person's decision to compare in spite of a failed check. */
export interface Waiver {
  /** Id of the check. */
  readonly check: string;
  /** Id of the signal or unit. */
  readonly of: string;
  /** In the person's words; shown with every result. */
  readonly because: string;
}

export const checked = (check: Check, of: string, value: number): QualityLine => ({
  check,
  of,
  value,
  passed: value > (check.above ?? -Infinity) && value <= (check.atMost ?? Infinity),
});

/** Lines that failed and are not waived. */
export const failed = (lines: readonly QualityLine[], waivers: readonly Waiver[]): readonly QualityLine[] =>
  lines.filter((line) => !line.passed && !waivers.some(({ check, of }) => check === line.check.id && of === line.of));

/**
 * Before a comparison of models with a recording.
 * @throws InputError for a failed check without a waiver, a waiver of what did not fail, and one without a reason
 */
export function requireQuality(lines: readonly QualityLine[], waivers: readonly Waiver[]): void {
  for (const { check, of, because } of waivers) {
    const line = lines.find((one) => one.check.id === check && one.of === of);
    if (line === undefined || line.passed)
      throw new InputError(
        line === undefined ? 'there is no such check' : 'nothing is to be waived: the check passed',
        `waiver of ${check} of ${of}`,
        'leave it out',
      );
    if (because.trim() === '') throw new InputError('it has no reason', `waiver of ${check} of ${of}`, 'say why');
  }
  const [first, ...more] = failed(lines, waivers);
  if (first === undefined) return;
  const others = more.map(({ check, of }) => `${check.id} of ${of}`);
  throw new InputError(
    `${first.check.title} ${limitWords(first)}${others.length === 0 ? '' : `, and ${others.join(', ')} failed too`}`,
    `quality of ${first.of}`,
    `leave this recording out, or say why it does not matter: --waive ${first.check.id}="REASON"`,
  );
}

/** `is 0.4, not above 1`. */
function limitWords({ value, check: { above, atMost, unit } }: QualityLine): string {
  const short = (number: number): string => `${Number(number.toPrecision(3))}${unit === '' ? '' : ` ${unit}`}`;
  return above !== undefined && !(value > above)
    ? `is ${short(value)}, not above ${short(above)}`
    : `is ${short(value)}, above ${short(atMost as number)}`;
}
