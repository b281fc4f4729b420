import { useEffect, useMemo, useState, type JSX } from 'react';
import type { Averages } from '../../../src/contracts/paradigm.ts';
import { alignedFigure } from '../../../src/figures/aligned-figure.ts';
import { heatMap } from '../../../src/figures/heat-map.ts';
import { heatRows, orderedRows } from '../../../src/figures/heat-rows.ts';
import type { RowOrder } from '../../../src/figures/recording-data.ts';
import { rowLabelOf, timeLabelOf, type Place } from '../../../src/figures/recording-panels.ts';
import type { AlignedRecording } from '../../../src/recorded/aligned-recording.ts';
import { findEntry } from '../../../src/spec/catalogue.ts';
import { useFigureData } from '../../plots/use-figure-data.ts';
import { useApp } from '../../store/app-state.ts';
import { experiment, frames } from '../../store/current.ts';
import type { TrialStore } from '../../store/trial-store.ts';
import { DataFigure } from './DataFigure.tsx';
import { useIsOfSession } from './use-driven-run.ts';
import { useSheetText } from './use-sheet-text.ts';

/** The RPE of the model in the same trials, row by row in the same order. */
export function DrivenMap({
  mapped,
  order,
}: {
  readonly mapped: AlignedRecording;
  readonly order: RowOrder;
}): JSX.Element | null {
  const isOfSession = useIsOfSession();
  const run = useApp(({ shown }) => shown);
  const store = useWholeStore(run?.opened.session);
  const agent = useAgentTitle();
  const text = useSheetText(`RPE of ${agent}, ${mapped.title}`, order.words);
  const draw = useMemo(() => {
    if (run === undefined || store === undefined || store.trialsPerRow > 1) return undefined;
    const { columns } = run.opened;
    const trials = Array.from(order.places, (place) => mapped.trials[place] as number);
    const rows = orderedRows(store.rpe, columns.length, trials);
    return (place: Place) =>
      heatMap({
        ...place,
        heat: heatRows(rows, columns, () => true, `${mapped.title}, model: ${order.words}`),
        events: mapped.marks.map(({ seconds, label }) => ({ seconds, label })),
        eventLabels: true,
        rowLabel: rowLabelOf(order),
        timeLabel: timeLabelOf(mapped.align),
      });
  }, [mapped, order, run, store]);
  return isOfSession && draw !== undefined ? <DataFigure name="model-trials" draw={draw} text={text} /> : null;
}

/** The title of the displayed run's agent. */
const useAgentTitle = (): string =>
  useApp(({ shown: run, catalogue }) =>
    run?.result.spec.agent.id === undefined || catalogue === undefined
      ? undefined
      : findEntry(catalogue, 'agents', run.result.spec.agent.id)?.title,
  ) ?? 'parts of your own';

/** The trials of a session, once all have arrived. */
export function useWholeStore(session: number | undefined): TrialStore | undefined {
  const [whole, setWhole] = useState<TrialStore>();
  useEffect(
    () =>
      frames.add(() => {
        const store = experiment.trials;
        if (store?.session === session && store?.arrived.every((one) => one === 1) === true) setWhole(store);
      }),
    [session],
  );
  return whole?.session === session ? whole : undefined;
}

/** The RPE of the model that was driven by this session, in the same conditions and colours. */
export function Driven({ shown }: { readonly shown: readonly AlignedRecording[] }): JSX.Element | null {
  const isOfSession = useIsOfSession();
  const data = useFigureData();
  const averages = useApp(({ shown: run }) => run?.result.conditions);
  const agent = useAgentTitle();
  const titles = useMemo(() => shown.map((one) => ({ id: one.condition, title: one.title })), [shown]);
  const text = useSheetText(`RPE of ${agent}`, 'means over the same trials');
  const draw = useMemo(() => {
    if (data === undefined || averages === undefined) return undefined;
    const conditions = titles.flatMap(({ id, title }) => {
      const own = averages[id];
      return own === undefined ? [] : [{ id, title, averages: withoutBand(own) }];
    });
    return (place: Place) =>
      alignedFigure({
        ...place,
        data: { ...data, conditions, recorded: [] },
        signal: 'rpe',
        yLabel: 'RPE (reward units)',
      });
  }, [data, averages, titles]);
  if (!isOfSession || draw === undefined) return null;
  return (
    <>
      <p className="data-bar soft">Model: {agent}, in the same trials.</p>
      <div className="data-means">
        <DataFigure name="model-means" draw={draw} text={text} />
      </div>
    </>
  );
}

/** Trials of one subject are no sample of subjects, as in the recording. */
const withoutBand = (averages: Averages): Averages => ({ ...averages, rpe: { ...averages.rpe, sem: [] } });
