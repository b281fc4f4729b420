// The figure of a recorded session as the text of an SVG file. The same recording gives the same bytes.
import { InputError } from '../core/errors.ts';
import { baselineWords, recordedMap, recordedMeans, type ShownSignal } from '../figures/recording-panels.ts';
import { recordedRaster } from '../figures/recorded-raster.ts';
import { recordingSheet, type SheetPart } from '../figures/recording-sheet.ts';
import { svgText } from '../figures/svg-text.ts';
import { version } from '../install/version.ts';
import { alignedRecordings } from '../recorded/aligned-recording.ts';
import { alignedUnit } from '../recorded/aligned-units.ts';
import { withBaseline } from '../recorded/aligned/baseline.ts';
import { rowsBy } from '../recorded/aligned/trial-order.ts';
import type { OpenedSession } from '../recorded/combine.ts';
import type { Mapping } from '../recorded/mapping.ts';
import { signalOf } from '../recorded/signal-of.ts';
import { svgDocument } from './svg.ts';

/** Maximum number of conditions in a figure. */
const maxShown = 6;
const heights = { means: 280, map: 250, raster: 420 } as const;
/** As in the app: the second before the event, which every window has. */
const baseline = { mode: 'subtract', range: [-1, 0] } as const;

/**
 * A signal around the events of its session: means of each condition and the trials of each as a map. Of a unit, raster
 * and PSTH.
 * @throws InputError if the mapping names no signal, no unit or no events
 */
export async function recordingFigure(session: OpenedSession, mapping: Mapping): Promise<string> {
  const { signal, unit, windows } = mapping;
  if (windows !== undefined)
    throw new InputError(
      'the figure of a table of windows is drawn in the app only',
      'mapping',
      'open the table in the workspace Data, or leave --figure out',
    );
  if (signal === undefined && unit === undefined)
    throw new InputError(
      'no signal and no unit is named',
      'mapping',
      'add "signal", or "unit" for the rate of a neuron (--save-mapping)',
    );
  const { note, parts } =
    unit === undefined ? await signalParts(session, mapping, signal as string) : unitParts(session, mapping, unit);
  const { cues, rewards } = mapping;
  const named = (what: string, all: readonly { readonly title: string }[]): readonly string[] =>
    all.length === 0 ? [] : [`${what}: ${all.map(({ title }) => title).join(', ')}`];
  const provenance = [
    `phasic ${version}`,
    `${session.files.join(', ')} (${session.formats.join(', ')})`,
    ...named('cues', cues),
    ...named('rewards', rewards),
  ].join(' · ');
  const title = `${unit ?? signal} around the events of a session`;
  return svgText(recordingSheet({ title, note, provenance }, parts, svgDocument()));
}

interface Content {
  readonly note: string;
  readonly parts: readonly SheetPart[];
}

async function signalParts(session: OpenedSession, mapping: Mapping, id: string): Promise<Content> {
  const aligned = await alignedRecordings(session, mapping, { signal: id });
  const all = withBaseline(
    aligned.filter(({ trials }) => trials.length > 0),
    baseline,
  );
  const shown = all.slice(0, maxShown);
  const signal: ShownSignal = { title: id, unit: signalOf(session.found, id).unit ?? 'as recorded', baseline };
  const without = all.reduce((sum, { withoutBaseline }) => sum + withoutBaseline, 0);
  return {
    note: [
      'means over trials, without a band: trials of one animal are no sample of animals',
      baselineWords(signal),
      ...(without === 0 ? [] : [`${without} without a baseline left out`]),
      ...hiddenWords(all.length),
    ].join('; '),
    parts: [
      { height: heights.means, draw: (place) => recordedMeans(shown, signal, place) },
      ...shown.map((one): SheetPart => ({
        height: heights.map,
        draw: (place) => recordedMap(one, rowsBy(one.trials, {}, 'trial', 'ascending'), signal, place),
      })),
    ],
  };
}

function unitParts({ found }: OpenedSession, mapping: Mapping, unit: string): Content {
  const all = alignedUnit(found, mapping, unit).filter(({ trials }) => trials.length > 0);
  const conditions = all
    .slice(0, maxShown)
    .map((one) => ({ ...one, mean: Array.from(one.rate), n: one.trials.length }));
  const binSeconds = Number((conditions[0]?.binSeconds ?? 0).toPrecision(3));
  return {
    note: [
      `a row is a trial; below, the mean rate in bins of ${binSeconds} s, not smoothed`,
      ...hiddenWords(all.length),
    ].join('; '),
    parts: (['cue', 'reward'] as const)
      .filter((align) => conditions.some((one) => one.align === align))
      .map((align) => ({
        height: heights.raster,
        draw: (place) => recordedRaster({ title: unit, conditions, align, binSeconds, ...place }),
      })),
  };
}

const hiddenWords = (conditions: number): readonly string[] =>
  conditions > maxShown ? [`${conditions - maxShown} more kinds of trials are not drawn`] : [];
