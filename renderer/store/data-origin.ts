import { canonicalJson } from '../../src/core/canonical-json.ts';
import type { Design } from '../../src/contracts/design.ts';
import { ofCompared, recordedFrom } from '../../src/recorded/origin.ts';
import type { Waiver } from '../../src/recorded/quality-line.ts';
import { lookupIn } from '../../src/spec/catalogue.ts';
import { completeTrialSpec } from '../../src/spec/complete.ts';
import type { RecordedFrom } from '../../src/spec/recorded-from.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { appState } from './app-state.ts';
import type { DataState } from './data.ts';
import { waiverKey } from './waiver-key.ts';

/** Reasons for the checks that failed, of what is compared. */
export const waiversOf = ({
  quality,
  mapping,
  waivers,
}: Pick<DataState, 'quality' | 'mapping' | 'waivers'>): readonly Waiver[] =>
  ofCompared(quality?.lines ?? [], mapping ?? {}).flatMap((line) => {
    const because = (waivers[waiverKey(line)] ?? '').trim();
    return line.passed || because === '' ? [] : [{ check: line.check.id, of: line.of, because }];
  });

/** What a spec says of the recording; undefined without a session. */
export function originOf(state: DataState): RecordedFrom | undefined {
  const { opened, mapping, session, isCorrected, corrected } = state;
  if (opened === undefined || mapping === undefined || session === undefined) return undefined;
  return recordedFrom(opened, {
    mapping,
    startSeconds: session.startSeconds,
    waivers: waiversOf(state),
    pipeline: isCorrected ? corrected?.pipeline : undefined,
  });
}

const texts = new WeakMap<Design, string>();

/** Its text is made once: it is compared whenever something changes. */
function textOf(design: Design): string {
  const text = texts.get(design) ?? canonicalJson(design);
  texts.set(design, text);
  return text;
}

/** The host returns a copy of the design. */
export const isSameDesign = (one: Design | undefined, other: Design | undefined): boolean =>
  one !== undefined && other !== undefined && textOf(one) === textOf(other);

/** The experiment of the opened session: with the model that it drives, or the usual one; undefined without a session. */
export function specOf(state: DataState): TrialSpec | undefined {
  const { catalogue, shown } = appState.get();
  const design = state.session?.design;
  if (design === undefined || catalogue === undefined) return undefined;
  const origin = originOf(state);
  const from = origin === undefined ? {} : { recordedFrom: origin };
  const driven = shown?.opened.spec;
  return driven !== undefined && isSameDesign(driven.design, design)
    ? { ...driven, ...from }
    : completeTrialSpec(lookupIn(catalogue), { world: 'own-design', design, ...from });
}
