// The figure of a recorded session as the text of an SVG file. The same recording gives the same bytes.
import { InputError } from '../core/errors.ts';
import type { AnimalRows } from '../contracts/animal-rows.ts';
import { baselineWords, recordedMap, recordedMeans, type ShownSignal } from '../figures/recording-panels.ts';
import { recordedRaster } from '../figures/recorded-raster.ts';
import { recordingSheet, type SheetPart } from '../figures/recording-sheet.ts';
import { svgText } from '../figures/svg-text.ts';
import { maxLines, windowMeans, windowParts } from '../figures/windows-figure.ts';
import { version } from '../install/version.ts';
import { alignedRecordings } from '../recorded/aligned-recording.ts';
import { alignedUnit } from '../recorded/aligned-units.ts';
import { withBaseline } from '../recorded/aligned/baseline.ts';
import { rowsBy } from '../recorded/aligned/trial-order.ts';
import type { OpenedSession } from '../recorded/combine.ts';
import { windowsOf } from '../recorded/data-set/table-rows.ts';
import { tableWindows } from '../recorded/data-set/table-windows.ts';
import type { MappedWindows, Mapping } from '../recorded/mapping.ts';
import { signalOf } from '../recorded/signal-of.ts';
import { svgDocument } from './svg.ts';

/** Maximum number of conditions in a figure. */
const maxShown = 6;
const heights = { means: 280, map: 250, raster: 420 } as const;
/** As in the app: the second before the event, which every window has. */
const baseline = { mode: 'subtract', range: [-1, 0] } as const;

/**
 * A signal around the events of its session: means of each condition and the trials of each as a map. Of a unit, raster
 * and PSTH. Of a table of windows, means over its animals and its rows.
 * @throws InputError if the mapping names no signal, no unit or no events
 */
export async function recordingFigure(session: OpenedSession, mapping: Mapping): Promise<string> {
  const { signal, unit, windows } = mapping;
  if (windows !== undefined) return windowsFigure(session, windows);
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

/** Of windows that the file has cut out already: means over animals with their band, and the rows of each condition. */
async function windowsFigure(session: OpenedSession, mapped: MappedWindows): Promise<string> {
  const windows = await tableWindows(session, mapped);
  const { unit } = windowsOf(session.found, mapped);
  const shown = { windows, title: mapped.of, unit };
  const document = svgDocument();
  const means = windowMeans(shown, { by: 'condition', band: 'pointwise', provenance: '' });
  const provenance = `phasic ${version} · ${session.files.join(', ')} (${session.formats.join(', ')})`;
  const { align } = windows[0] as AnimalRows;
  const title = `${mapped.of} around the ${align}`;
  const note = `${windows.length > maxLines ? `${windows.length - maxLines} more conditions are not drawn; ` : ''}below the means, a row is a window, in the order of the table`;
  return svgText(recordingSheet({ title, note, provenance }, windowParts(shown, means, document), document));
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
