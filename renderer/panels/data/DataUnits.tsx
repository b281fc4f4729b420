import { useCallback, useEffect, useMemo, useState, type JSX } from 'react';
import { InputError } from '../../../src/core/errors.ts';
import type { FoundUnit } from '../../../src/contracts/reader.ts';
import { meansOf, type RecordedMean } from '../../../src/figures/recording-data.ts';
import {
  baselineWords,
  recordedMap,
  recordedMeans,
  shownUnit,
  type Place,
  type ShownSignal,
} from '../../../src/figures/recording-panels.ts';
import { recordedRaster } from '../../../src/figures/recorded-raster.ts';
import { recordingTable } from '../../../src/figures/recording-table.ts';
import { withBaseline } from '../../../src/recorded/aligned/baseline.ts';
import type { AlignedUnit, AlignedUnits } from '../../../src/recorded/aligned-units.ts';
import type { SessionQuality } from '../../../src/recorded/session-quality.ts';
import { unitOf, unitsOf, useData } from '../../store/data.ts';
import { useDataView } from '../../store/data-view.ts';
import { lineOf } from '../../store/experiment.ts';
import { Choice, type Option } from '../../ui/Choice.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { DataFigure } from './DataFigure.tsx';
import { wordsOf } from './DataQuality.tsx';
import { BaselineBar, WindowBar } from './DataViewBars.tsx';
import { useSheetText } from './use-sheet-text.ts';

/** Neurons of the recording: one of them, trial by trial, or the mean over all that are good. */
export function DataUnits({ units }: { readonly units: readonly FoundUnit[] }): JSX.Element | null {
  const hasSession = useData((state) => state.session !== undefined);
  const hasSignal = useData(({ mapping }) => mapping?.signal !== undefined || mapping?.unit !== undefined);
  const quality = useData((state) => state.quality);
  const [mode, setMode] = useState<'one' | 'all'>('one');
  const [chosen, choose] = useState<string>();
  const options = useMemo(() => units.map((unit) => optionOf(unit, quality)), [units, quality]);
  const unit = units.find(({ id }) => id === chosen)?.id ?? units[0]?.id;
  if (!hasSession || unit === undefined) return null;
  return (
    <>
      <div className="data-bar">
        <h3>Units</h3>
        {units.length === 1 ? null : (
          <Segments
            label="units"
            segments={[
              { id: 'one', title: 'one unit' },
              { id: 'all', title: 'mean over units' },
            ]}
            chosen={mode}
            onChoose={setMode}
          />
        )}
        {mode === 'all' ? null : <Choice label="unit" options={options} chosen={unit} onChoose={choose} />}
        {hasSignal ? null : (
          <>
            {mode === 'all' ? <BaselineBar /> : null}
            <WindowBar example={undefined} />
          </>
        )}
      </div>
      {mode === 'one' ? <OneUnit unit={unit} quality={quality} /> : <AllUnits units={units} quality={quality} />}
    </>
  );
}

const linesOf = (quality: SessionQuality | undefined, unit: string) =>
  (quality?.lines ?? []).filter(({ check, of }) => check.ofUnits === true && of === unit);

const qualityWords = (quality: SessionQuality | undefined, unit: string): string =>
  linesOf(quality, unit)
    .map((line) => `${line.check.title.toLowerCase()} ${wordsOf(line)}`)
    .join('; ');

const optionOf = ({ id, spikes }: FoundUnit, quality: SessionQuality | undefined): Option => ({
  id,
  title: id,
  description: [`${spikes.length.toLocaleString('en-US')} spikes`, qualityWords(quality, id)]
    .filter((words) => words !== '')
    .join('; '),
});

/** A reply that belongs to what was asked for, or why there is none. */
type Answer<T> = { readonly of: unknown; readonly reply: T } | { readonly of: unknown; readonly fault: string };

/** Asks again when `ask` changes; an answer to something else is not shown. @param ask must be memoised */
function useAnswer<T>(ask: () => Promise<T> | undefined): T | { readonly fault: string } | undefined {
  const [answer, setAnswer] = useState<Answer<T>>();
  useEffect(() => {
    let isWanted = true;
    const take = (given: Answer<T>): void => {
      if (isWanted) setAnswer(given);
    };
    ask()?.then(
      (reply) => take({ of: ask, reply }),
      (error: unknown) => take({ of: ask, fault: `${lineOf(error).what}: ${lineOf(error).remedy}.` }),
    );
    return () => {
      isWanted = false;
    };
  }, [ask]);
  if (answer?.of !== ask) return undefined;
  return 'reply' in answer ? answer.reply : { fault: answer.fault };
}

const Fault = ({ fault }: { readonly fault: string }): JSX.Element => (
  <p className="data-fault" role="alert">
    {fault}
  </p>
);

interface UnitProperties {
  readonly unit: string;
  readonly quality: SessionQuality | undefined;
}

/** Raster and PSTH of a unit; one figure for each event that trials are aligned on. */
function OneUnit({ unit, quality }: UnitProperties): JSX.Element | null {
  const mapping = useData((state) => state.mapping);
  const chooses = useData((state) => state.session?.chooses ?? false);
  const view = useDataView(({ window }) => window);
  const ask = useCallback(
    () => (mapping === undefined ? undefined : unitOf({ mapping, unit, view, chooses })),
    [mapping, unit, view, chooses],
  );
  const answer = useAnswer(ask);
  const words = qualityWords(quality, unit);
  if (answer === undefined) return null;
  if ('fault' in answer) return <Fault fault={answer.fault} />;
  return (
    <>
      {words === '' ? null : <p className="data-bar soft">{words}</p>}
      {(['cue', 'reward'] as const)
        .filter((align) => answer.some((one) => one.align === align && one.trials.length > 0))
        .map((align) => (
          <UnitFigure key={align} unit={unit} align={align} all={answer} />
        ))}
    </>
  );
}

function UnitFigure({
  unit,
  align,
  all,
}: {
  readonly unit: string;
  readonly align: 'cue' | 'reward';
  readonly all: readonly AlignedUnit[];
}): JSX.Element {
  const conditions = useMemo(
    () => all.map((one) => ({ ...one, mean: Array.from(one.rate), n: one.trials.length })),
    [all],
  );
  const binSeconds = all[0]?.binSeconds ?? 0;
  const text = useSheetText(
    `Unit ${unit} around the ${align}`,
    `a row is a trial; below, the mean rate in bins of ${short(binSeconds)} s, not smoothed`,
  );
  const draw = useCallback(
    (place: Place) => recordedRaster({ title: unit, conditions, align, binSeconds, ...place }),
    [unit, conditions, align, binSeconds],
  );
  const table = useCallback(
    () =>
      recordingTable(
        conditions.filter((one): one is (typeof conditions)[number] & RecordedMean => one.align === align),
        { title: `the rate of ${unit}`, unit: 'spikes/s' },
        { binSeconds },
      ),
    [conditions, unit, align, binSeconds],
  );
  return (
    <div className="data-raster">
      <DataFigure name={`unit-${align}`} draw={draw} text={text} table={table} />
    </div>
  );
}

const short = (number: number): number => Number(number.toPrecision(3));

/** The mean over units that pass their checks, and each of them as a row of a map. */
function AllUnits({
  units,
  quality,
}: {
  readonly units: readonly FoundUnit[];
  readonly quality: SessionQuality | undefined;
}): JSX.Element | null {
  const [isAll, setAll] = useState(false);
  const mapping = useData((state) => state.mapping);
  const chooses = useData((state) => state.session?.chooses ?? false);
  const view = useDataView(({ window }) => window);
  const ids = useMemo(
    () =>
      units
        .map(({ id }) => id)
        .filter((id) => isAll || (quality !== undefined && linesOf(quality, id).every(({ passed }) => passed))),
    [units, quality, isAll],
  );
  const ask = useCallback(
    () => (mapping === undefined || ids.length === 0 ? undefined : unitsOf({ mapping, units: ids, view, chooses })),
    [mapping, ids, view, chooses],
  );
  const answer = useAnswer(ask);
  return (
    <>
      <div className="data-bar">
        <Segments
          label="units in the mean"
          segments={[
            { id: 'passing', title: 'that pass their checks' },
            { id: 'all', title: 'all' },
          ]}
          chosen={isAll ? 'all' : 'passing'}
          onChoose={(id) => setAll(id === 'all')}
        />
        <span className="soft">
          {ids.length} of {units.length} units; each counts once, whatever its number of spikes. They are units of one
          animal, no sample of animals: no band.
        </span>
      </div>
      {answer === undefined ? null : 'fault' in answer ? <Fault fault={answer.fault} /> : <UnitMeans all={answer} />}
    </>
  );
}

const maxShown = 6;

function UnitMeans({ all }: { readonly all: readonly AlignedUnits[] }): JSX.Element {
  const mode = useDataView((view) => view.baseline);
  const from = useDataView((view) => view.baselineFrom);
  const to = useDataView((view) => view.baselineTo);
  const [condition, setCondition] = useState<string>();
  const signal = useMemo<ShownSignal>(
    () => ({
      title: 'rate',
      unit: 'spikes/s',
      counted: 'units',
      baseline: mode === 'none' ? undefined : { mode, range: [from, to] },
    }),
    [mode, from, to],
  );
  const drawn = useMemo(() => {
    const shown = all.filter(({ trials }) => trials.length > 0).slice(0, maxShown);
    try {
      return signal.baseline === undefined ? shown : withBaseline(shown, signal.baseline);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { fault: `No baseline: ${error.what}; ${error.remedy}.` };
    }
  }, [all, signal]);
  return 'fault' in drawn ? (
    <Fault fault={drawn.fault} />
  ) : (
    <UnitMeanFigures drawn={drawn} signal={signal} condition={condition} onCondition={setCondition} />
  );
}

interface MeanProperties {
  readonly drawn: readonly AlignedUnits[];
  readonly signal: ShownSignal;
  readonly condition: string | undefined;
  readonly onCondition: (id: string) => void;
}

function UnitMeanFigures({ drawn, signal, condition, onCondition }: MeanProperties): JSX.Element {
  const mapped = drawn.find((one) => one.condition === condition) ?? drawn[0];
  const note = ['over units of one animal, each counted once', baselineWords(signal)]
    .filter((words) => words !== '')
    .join('; ');
  const text = useSheetText('Mean rate over units', note);
  const drawMeans = useCallback((place: Place) => recordedMeans(drawn, signal, place), [drawn, signal]);
  const drawMap = useMemo(() => {
    if (mapped === undefined) return undefined;
    const order = { places: mapped.units.map((_, i) => i), words: 'units in order', isSorted: false };
    return (place: Place) => recordedMap(mapped, order, signal, place);
  }, [mapped, signal]);
  const table = useCallback(
    () =>
      recordingTable(
        meansOf(drawn),
        { title: 'the rate', unit: shownUnit(signal), counted: 'units' },
        { units: drawn[0]?.units ?? [], baseline: signal.baseline ?? 'none' },
      ),
    [drawn, signal],
  );
  return (
    <>
      <div className="data-means">
        <DataFigure name="unit-means" draw={drawMeans} text={text} table={table} />
      </div>
      <div className="data-bar">
        <Segments
          label="units in trials of"
          segments={drawn.map((one) => ({ id: one.condition, title: one.title }))}
          chosen={mapped?.condition ?? ''}
          onChoose={onCondition}
        />
      </div>
      {drawMap === undefined ? null : (
        <div className="data-map">
          <DataFigure name="units" draw={drawMap} text={text} />
        </div>
      )}
    </>
  );
}
