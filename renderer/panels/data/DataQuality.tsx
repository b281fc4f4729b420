import { Fragment, type JSX } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import type { Mapping } from '../../../src/recorded/mapping.ts';
import type { QualityLine } from '../../../src/recorded/quality-line.ts';
import type { SessionQuality } from '../../../src/recorded/session-quality.ts';
import { useData, waive } from '../../store/data.ts';
import { tellOrigin } from '../../store/data-driven.ts';
import { waiverKey } from '../../store/waiver-key.ts';

/** What is compared with models, or fitted. */
export interface Judged {
  readonly ofSignal: boolean;
  readonly units: readonly string[];
}

/** The signal, or one unit. */
export const comparedOf = ({ unit }: Pick<Mapping, 'unit'>): Judged => ({
  ofSignal: true,
  units: unit === undefined ? [] : [unit],
});

/** Failed checks that no reason was given for; Infinity until the quality is known. */
export const unwaived = (
  quality: SessionQuality | undefined,
  waivers: Readonly<Record<string, string>>,
  judged: Judged,
): number =>
  quality === undefined
    ? Infinity
    : shownOf(quality, judged).filter((line) => !line.passed && (waivers[waiverKey(line)] ?? '').trim() === '').length;

const shownOf = (quality: SessionQuality | undefined, { ofSignal, units }: Judged): readonly QualityLine[] =>
  (quality?.lines ?? []).filter(({ check, of }) => (check.ofUnits === true ? units.includes(of) : ofSignal));

/**
 * The quality of the signal. What fails needs a reason in words before a model is compared with it.
 * @param judged what is compared in Data if absent
 */
export function DataQuality({ judged }: { readonly judged?: Judged }): JSX.Element | null {
  const quality = useData((state) => state.quality);
  const waivers = useData((state) => state.waivers);
  const mapping = useData((state) => state.mapping);
  const lines = shownOf(quality, judged ?? comparedOf(mapping ?? {}));
  const missing = quality?.missing;
  if (lines.length === 0 && missing === undefined) return null;
  return (
    <>
      <h3>Quality</h3>
      {missing === undefined ? null : <p className="soft">Not checked: {missing}.</p>}
      <dl className="data-quality">
        {lines.map((line) => (
          <Fragment key={waiverKey(line)}>
            <dt>{line.check.title}</dt>
            <dd className={line.passed ? '' : 'fails'}>
              {wordsOf(line)}
              {line.passed ? null : (
                <TextField
                  className="data-waiver"
                  value={waivers[waiverKey(line)] ?? ''}
                  onChange={(because) => waive(line, because)}
                  onBlur={tellOrigin}
                  maxLength={1000}
                >
                  <Label className="soft">Reason to go on in spite of it</Label>
                  <Input className="text-input" />
                </TextField>
              )}
            </dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

/** A measure with its unit, and the limit that it fails. */
export function wordsOf({ check, value, passed }: QualityLine): string {
  const unit = check.unit === '' ? '' : ` ${check.unit}`;
  const number = Number.isNaN(value)
    ? 'cannot be computed'
    : value === Infinity
      ? 'none'
      : `${Number(value.toPrecision(3))}${unit}`;
  const limit = check.above === undefined ? `at most ${check.atMost}${unit}` : `above ${check.above}${unit}`;
  return passed ? number : `${number}, fails: ${limit}`;
}
