import { useCallback, useMemo, type JSX } from 'react';
import { InputError } from '../../../src/core/errors.ts';
import { meansOf } from '../../../src/figures/recording-data.ts';
import {
  baselineWords,
  recordedMap,
  recordedMeans,
  shownUnit,
  type Place,
  type ShownSignal,
} from '../../../src/figures/recording-panels.ts';
import { mapTable, recordingTable } from '../../../src/figures/recording-table.ts';
import type { AlignedRecording } from '../../../src/recorded/aligned-recording.ts';
import { withBaseline } from '../../../src/recorded/aligned/baseline.ts';
import { rowsBy } from '../../../src/recorded/aligned/trial-order.ts';
import { useData } from '../../store/data.ts';
import { dataView, useDataView } from '../../store/data-view.ts';
import { Segments } from '../../ui/Segments.tsx';
import { Driven, DrivenMap } from './DataDriven.tsx';
import { DataFit } from './DataFit.tsx';
import { DataFigure } from './DataFigure.tsx';
import { BaselineBar, OrderBar, WindowBar } from './DataViewBars.tsx';
import { useSheetText } from './use-sheet-text.ts';

/** Maximum number of conditions in a figure. */
const maxShown = 6;

interface Properties {
  /** The signal, and the unit of its values. */
  readonly title: string;
  readonly unit: string;
}

/** The recording around the events of its session: means, single trials, and the model in the same trials. */
export function DataAround({ title, unit }: Properties): JSX.Element | null {
  const aligned = useData((state) => state.aligned);
  const unaligned = useData((state) => state.unaligned);
  const recorded = useMemo(() => aligned?.filter(({ trials }) => trials.length > 0) ?? [], [aligned]);
  const mode = useDataView((view) => view.baseline);
  const from = useDataView((view) => view.baselineFrom);
  const to = useDataView((view) => view.baselineTo);
  const signal = useMemo<ShownSignal>(
    () => ({ title, unit, baseline: mode === 'none' ? undefined : { mode, range: [from, to] } }),
    [title, unit, mode, from, to],
  );
  const drawn = useMemo(() => relative(recorded, signal.baseline), [recorded, signal]);
  const [first] = recorded;
  if (unaligned !== undefined)
    return (
      <>
        <WindowBar example={undefined} />
        <p className="data-fault" role="alert">{`${unaligned.what}: ${unaligned.remedy}.`}</p>
      </>
    );
  if (aligned === undefined) return null;
  if (first === undefined)
    return (
      <p className="soft data-bar">
        None of the {aligned.reduce((all, { outside }) => all + outside, 0)} trials of the session lies where {title}{' '}
        was recorded.
      </p>
    );
  return (
    <>
      <div className="data-bar">
        <BaselineBar />
        <WindowBar example={first} />
      </div>
      {'fault' in drawn ? (
        <p className="data-fault" role="alert">
          {drawn.fault}
        </p>
      ) : (
        <Around aligned={aligned} recorded={recorded} drawn={drawn.conditions} signal={signal} />
      )}
    </>
  );
}

type Drawn = AlignedRecording & { readonly withoutBaseline: number };

/** Relative to the baselines, or why that cannot be. */
function relative(
  recorded: readonly AlignedRecording[],
  baseline: ShownSignal['baseline'],
): { readonly conditions: readonly Drawn[] } | { readonly fault: string } {
  if (baseline === undefined) return { conditions: recorded.map((one) => ({ ...one, withoutBaseline: 0 })) };
  try {
    return { conditions: withBaseline(recorded, baseline) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { fault: `No baseline: ${error.what}; ${error.remedy}.` };
  }
}

interface AroundProperties {
  readonly aligned: readonly AlignedRecording[];
  /** Conditions with trials: as they were recorded, and relative to the baseline. */
  readonly recorded: readonly AlignedRecording[];
  readonly drawn: readonly Drawn[];
  readonly signal: ShownSignal;
}

function Around({ aligned, recorded, drawn, signal }: AroundProperties): JSX.Element {
  const asked = useDataView((view) => view.window.binSeconds);
  const shown = useMemo(() => drawn.slice(0, maxShown), [drawn]);
  const text = useSheetText(
    `${signal.title} around the events of a session`,
    [`means over trials, no band: trials of one animal are no sample of animals`, baselineWords(signal)]
      .filter((words) => words !== '')
      .join('; '),
  );
  const draw = useCallback((place: Place) => recordedMeans(shown, signal, place), [shown, signal]);
  const table = useCallback(
    () =>
      recordingTable(
        meansOf(shown),
        { title: signal.title, unit: shownUnit(signal) },
        { baseline: signal.baseline ?? 'none' },
      ),
    [shown, signal],
  );
  return (
    <>
      <p className="data-bar soft">{[trialWords(aligned, drawn, shown), binWords(shown, asked)].join(' ')}</p>
      <div className="data-means">
        <DataFigure name="means" draw={draw} text={text} table={table} />
      </div>
      <Driven shown={shown} />
      <Trials recorded={recorded} shown={shown} signal={signal} />
    </>
  );
}

/** Says that bins are longer than asked for, which happens if samples are further apart. */
function binWords([first]: readonly Drawn[], asked: number | undefined): string {
  const [from = 0, to = 0] = first?.t ?? [];
  const bin = to - from;
  return asked === undefined || bin < 1.001 * asked
    ? ''
    : `Bins have ${Number(bin.toPrecision(3))} s, the interval between samples.`;
}

/** How many trials are in the figure, and which are missing. */
function trialWords(all: readonly AlignedRecording[], drawn: readonly Drawn[], shown: readonly Drawn[]): string {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const without = sum(shown.map((one) => one.withoutBaseline));
  const trials = sum(shown.map((one) => one.trials.length)) - without;
  const [cut, outside] = [sum(all.map((one) => one.cut)), sum(all.map((one) => one.outside))];
  const hidden = drawn.length - shown.length;
  return [
    `${trials} trials of one session, without a band: trials of one animal are no sample of animals.`,
    ...(without === 0
      ? []
      : [
          without === 1
            ? '1 trial has no baseline and is left out.'
            : `${without} trials have no baseline and are left out.`,
        ]),
    ...(hidden === 0 ? [] : [`${hidden} more kinds of trials are not drawn.`]),
    ...(cut + outside === 0 ? [] : [`${cut} windows are cut off and ${outside} lie outside the recording.`]),
  ].join(' ');
}

/** Single trials of one condition in an order, the model in the same trials, and the fit of the model. */
function Trials({
  recorded,
  shown,
  signal,
}: Omit<AroundProperties, 'aligned' | 'drawn'> & { readonly shown: readonly Drawn[] }): JSX.Element | null {
  const condition = useDataView((view) => view.condition);
  const by = useDataView((view) => view.order);
  const direction = useDataView((view) => view.direction);
  const columns = useData((state) => state.session?.columns);
  const mapped = shown.find((one) => one.condition === condition) ?? shown[0];
  const order = useMemo(
    () => rowsBy(mapped?.trials ?? [], columns ?? {}, by, direction),
    [mapped, columns, by, direction],
  );
  const text = useSheetText(
    `${signal.title}: single trials, ${mapped?.title ?? ''}`,
    [order.words, baselineWords(signal)].filter((words) => words !== '').join('; '),
  );
  const draw = useMemo(
    () => (mapped === undefined ? undefined : (place: Place) => recordedMap(mapped, order, signal, place)),
    [mapped, order, signal],
  );
  const table = useCallback(
    () =>
      mapTable(
        mapped as Drawn,
        order,
        { title: signal.title, unit: shownUnit(signal) },
        { baseline: signal.baseline ?? 'none' },
      ),
    [mapped, order, signal],
  );
  if (mapped === undefined || draw === undefined) return null;
  return (
    <>
      <div className="data-bar">
        <Segments
          label="trials of"
          segments={shown.map((one) => ({ id: one.condition, title: one.title }))}
          chosen={mapped.condition}
          onChoose={(id) => dataView.set({ condition: id })}
        />
        <OrderBar columns={columns ?? {}} />
      </div>
      <div className="data-map">
        <DataFigure name="trials" {...{ draw, text, table }} />
        <DrivenMap mapped={mapped} order={order} />
      </div>
      <DataFit
        {...{ recorded, shown, mapped, order }}
        baseline={signal.baseline?.range}
        title={signal.title}
        unit={signal.unit}
      />
    </>
  );
}
