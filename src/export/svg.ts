// Every exported figure as the text of an SVG file. The same run gives the same bytes.
import { DOMParser } from 'linkedom';
import { expectationText } from '../analysis/signatures.ts';
import { unitMeans } from '../analysis/unit-means.ts';
import type { ComparisonData } from '../contracts/comparison.ts';
import type { CurveFigure } from '../contracts/control-figures.ts';
import type { ControlSpec, TrialSpec } from '../spec/spec.ts';
import type { SubjectResult, Sweep, VariedParameter } from '../spec/sweep.ts';
import type { RecordedSteps } from '../contracts/recorded-steps.ts';
import type { PreprocessingWays } from '../contracts/preprocessing-ways.ts';
import type { RecordedUnits, UnitMap } from '../contracts/units.ts';
import { InputError } from '../core/errors.ts';
import { catalogue } from '../engine/catalogue.ts';
import { find } from '../engine/registry.ts';
import { columnSeconds, mapReward, trialRows } from '../engine/trial-map.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import { worldOf } from '../engine/world.ts';
import { compareFigure } from '../figures/compare-figure.ts';
import { learningCurveFigure } from '../figures/curve-figure.ts';
import { eventFigure } from '../figures/event-figure.ts';
import { extent } from '../figures/extent.ts';
import { figureData, shortNumber } from '../figures/figure-data.ts';
import { fitFigure, type FitFigureOptions } from '../figures/fit-figure.ts';
import { type HeatRows, heatRows } from '../figures/heat-rows.ts';
import { multiverseFigure, multiverseHeight } from '../figures/multiverse-figure.ts';
import { recordingSheet, type SheetText } from '../figures/recording-sheet.ts';
import { svgText } from '../figures/svg-text.ts';
import { type SweptParameter, sweepFigure } from '../figures/sweep-figure.ts';
import { wholeFigureSvg } from '../figures/whole-figure.ts';
import { version } from '../install/version.ts';
import { type Watched, eventFigureOf } from '../session/control/control-figures.ts';
import { agentName } from '../storage/export.ts';
import type { DisplayedRun } from './displayed-run.ts';

/**
 * A document to draw in. It must be an SVG document, not an HTML one: only that is serialised as XML, with & and <
 * escaped in attributes.
 */
export function svgDocument(): Document {
  return new DOMParser().parseFromString(
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'image/svg+xml',
  ) as unknown as Document;
}

/** A comparison, or means over seeds, as the text of an SVG file. The same runs give the same bytes. */
export const compareSvg = (data: ComparisonData, specs: readonly TrialSpec[]): string =>
  svgText(compareFigure(data, { document: svgDocument() }), specs);

/** Pixels. */
const controlWidth = 900;

/** A recording and a model through its sensor, as the text of an SVG file. */
export const fitSvg = (of: Pick<FitFigureOptions, 'panels' | 'title' | 'unit'>, specs: readonly TrialSpec[]): string =>
  svgText(fitFigure({ ...of, document: svgDocument(), width: controlWidth, paper: true }), specs);

/** Models under many ways to preprocess a recording, as the text of an SVG file. */
export const multiverseSvg = (ways: PreprocessingWays, text: SheetText, specs: readonly TrialSpec[]): string =>
  svgText(
    recordingSheet(
      text,
      [{ height: multiverseHeight(ways), draw: (place) => multiverseFigure({ data: ways, ...place }) }],
      svgDocument(),
    ),
    specs,
  );

/**
 * The figure of one event as the text of an SVG file. What a person played has no spec.
 * @param recorded steps whose units are drawn below, if any
 */
export const eventSvg = (watched: Watched, event: number, recorded?: RecordedSteps): string =>
  svgText(
    eventFigure({ data: eventFigureOf(watched, event, recorded), document: svgDocument(), width: controlWidth }),
    watched.personSteps === undefined ? [watched.session.spec] : [],
  );

/** A learning curve as the text of an SVG file. */
export const curveSvg = (data: CurveFigure, spec: ControlSpec): string =>
  svgText(learningCurveFigure({ data, document: svgDocument(), width: controlWidth }), [spec]);

/**
 * The whole figure of a run as the text of an SVG file. The same run gives the same bytes.
 * @param units groups whose means are drawn, for each displayed condition
 */
export function runSvg({ session, result }: DisplayedRun, units: readonly RecordedUnits[] = []): string {
  const world = worldOf(result.spec);
  const conditions = Object.entries(world.conditions).map(([id, { title }]) => ({ id, title }));
  const rateUnit = find('recordings', result.spec.recording.id).unit;
  return wholeFigureSvg(
    figureData({
      result,
      catalogue: catalogue(),
      conditions,
      shown: world.shown,
      rateUnit,
      version,
      mapReward: mapReward(session.design, world.heatMapTypes),
      heat: mapOf(session),
      units: unitMaps(session, units),
    }),
    svgDocument(),
    [result.spec],
  );
}

function unitMaps(session: TrialSession, units: readonly RecordedUnits[]): readonly UnitMap[] {
  const { conditions, shown } = worldOf(session.spec);
  const declared = shown.flatMap((id) => (conditions[id] === undefined ? [] : [conditions[id]]));
  return units.flatMap((one) =>
    declared.map((condition) => unitMeans(session, condition.title, condition, one)).filter(({ n }) => n > 0),
  );
}

/** The finished trials of the types that the paradigm shows as a map. */
function mapOf(session: TrialSession): HeatRows {
  const { trials, design, done: trialsDone, spec } = session;
  const { heatMapTypes } = worldOf(spec);
  const [only, ...others] = heatMapTypes ?? [];
  const title = others.length === 0 ? design.trialTypes[only ?? '']?.title : undefined;
  const shown = (trial: number): boolean => heatMapTypes?.includes(trials[trial]?.type ?? '') ?? true;
  return heatRows(trialRows(session, 0, trialsDone).rpe, columnSeconds(design), shown, title);
}

/** More panels side by side would be unreadable. */
const maxPanels = 3;

/**
 * The figure of a sweep as the text of an SVG file, with the spec that it varies.
 * @param isLog whether a parameter's range is logarithmic
 * @throws InputError if no number varies, or the paradigm has no signatures
 */
export function sweepSvg(sweep: Sweep, results: readonly SubjectResult[], isLog: (path: string) => boolean): string {
  const { signatures } = worldOf(sweep.base);
  const varied = sweep.varied.flatMap((parameter) => sweptParameter(parameter, results, isLog)).slice(0, maxPanels);
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
    note: `${results.length.toLocaleString('en-US')} subjects; ${sweep.varied.map(({ path }) => path).join(', ')} differ between them`,
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
  return svgText(sweepFigure({ data, document: svgDocument() }), [sweep.base]);
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
  results: readonly SubjectResult[],
  isLog: (path: string) => boolean,
): readonly SweptParameter[] {
  const numbers = results.map(({ subject }) => values[subject]);
  if (!numbers.every((value) => typeof value === 'number')) return [];
  return [{ title: path, scale: isLog(path) ? 'log' : 'linear', values: numbers }];
}
