import type { QualityLine } from '../recorded/quality-line.ts';
import type { SessionQuality } from '../recorded/session-quality.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/** The quality of a session as text: every check of a signal, and of units those that fail. */
export function qualityLines({ lines, missing }: SessionQuality): readonly string[] {
  const shown = lines.filter(({ check, passed }) => check.ofUnits !== true || !passed);
  const units = new Set(lines.filter(({ check }) => check.ofUnits).map(({ of }) => of));
  const failing = new Set(lines.filter(({ check, passed }) => check.ofUnits && !passed).map(({ of }) => of));
  if (lines.length === 0 && missing === undefined) return [];
  return [
    '',
    'Quality',
    ...(shown.length === 0 ? [] : [textTable(shown.map(rowOf))]),
    ...(units.size === 0 ? [] : [`  ${units.size - failing.size} of ${units.size} units pass`]),
    ...(missing === undefined ? [] : [indented(`Not of the photometry: ${missing}`, 2)]),
  ];
}

/** The same as JSON. */
export const qualityJson = ({ lines, missing }: SessionQuality): object => ({
  quality: lines.map(({ check, ...line }) => ({ ...line, check: check.id, above: check.above, atMost: check.atMost })),
  ...(missing === undefined ? {} : { qualityMissing: missing }),
});

const rowOf = ({ check, of, value, passed, detail }: QualityLine): readonly string[] => {
  const unit = check.unit === '' ? '' : ` ${check.unit}`;
  const limit = check.above === undefined ? `at most ${check.atMost}` : `above ${check.above}`;
  const slope = detail?.['slope'];
  return [
    `  ${of}`,
    check.title,
    value === Infinity ? 'none' : `${shortNumber(value)}${unit}`,
    `${passed ? 'passes' : 'FAILS'} (${limit}${unit})`,
    typeof slope === 'number' ? `slope ${shortNumber(slope)}; the number is the lower end of its interval` : '',
  ];
};
