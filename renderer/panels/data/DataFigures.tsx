import { useCallback, useEffect, useMemo, useState, type JSX } from 'react';
import type { Averages } from '../../../src/contracts/paradigm.ts';
import { alignedFigure } from '../../../src/figures/aligned-figure.ts';
import { heatMap } from '../../../src/figures/heat-map.ts';
import { heatRows } from '../../../src/figures/heat-rows.ts';
import { recordingData, recordingRows, type Baseline } from '../../../src/figures/recording-data.ts';
import type { AlignedRecording } from '../../../src/recorded/aligned-recording.ts';
import { findEntry } from '../../../src/spec/catalogue.ts';
import type { OpenedData, Requests } from '../../data/protocol.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { SvgFigure } from '../../plots/SvgFigure.tsx';
import { useFigureData } from '../../plots/use-figure-data.ts';
import { useApp } from '../../store/app-state.ts';
import { experiment, frames } from '../../store/current.ts';
import type { TrialStore } from '../../store/trial-store.ts';
import { showCorrected, useData } from '../../store/data.ts';
import { useTheme } from '../../theme/theme.ts';
import { Segments } from '../../ui/Segments.tsx';
import type { Size } from '../../ui/use-size.ts';
import { DataFit, unstated } from './DataFit.tsx';
import { DataTrace } from './DataTrace.tsx';
import { useIsOfSession } from './use-driven-run.ts';

/** The session's trace, and around its events: the recording, and the model below it on the same time axis. */
export function DataFigures({ opened }: { readonly opened: OpenedData }): JSX.Element {
  const raw = useData((state) => opened.found.signals.find(({ id }) => id === state.mapping?.signal));
  const corrected = useData((state) => state.corrected);
  const isCorrected = useData((state) => state.isCorrected);
  const signal = isCorrected ? (corrected?.signal ?? raw) : raw;
  const aligned = useData((state) => state.aligned);
  return (
    <section className="data-figures" aria-label="figures">
      {signal === undefined ? (
        <p className="soft waiting">Say which signal shows dopamine.</p>
      ) : (
        <>
          {corrected === undefined ? null : (
            <div className="data-bar">
              <Segments
                label="signal"
                segments={[
                  { id: 'raw', title: 'as recorded' },
                  { id: 'dff', title: 'dF/F' },
                ]}
                chosen={isCorrected ? 'dff' : 'raw'}
                onChoose={(id) => showCorrected(id === 'dff')}
              />
              <span className="soft">{correctionWords(corrected)}</span>
            </div>
          )}
          <DataTrace key={signal.id} signal={signal} />
          {aligned === undefined || aligned.length === 0 ? null : (
            <Around aligned={aligned} unit={signal.unit ?? unstated} title={signal.id} />
          )}
        </>
      )}
    </section>
  );
}

/** How dF/F came about, and what it knows of the future. */
function correctionWords({ fit, looksAhead }: NonNullable<Requests['corrected']['reply']>): string {
  const by =
    fit === undefined
      ? 'Without a control.'
      : `Slope of the control ${fit.slope.toFixed(3)} (95 % ${fit.interval.map((end) => end.toFixed(3)).join(' to ')}).`;
  return looksAhead.length === 0 ? by : `${by} It looks ahead: ${looksAhead.join('; ')}.`;
}

const baselines = [
  { id: 'before', title: 'minus 1 s before' },
  { id: 'none', title: 'raw' },
] as const;

interface AroundProperties {
  readonly aligned: readonly AlignedRecording[];
  readonly unit: string;
  readonly title: string;
}

/** Maximum number of conditions in a figure. */
const maxShown = 6;

function Around({ aligned, unit, title }: AroundProperties): JSX.Element {
  const theme = useTheme();
  const [baseline, setBaseline] = useState<Baseline>('before');
  const [condition, setCondition] = useState<string>();
  const recorded = useMemo(() => aligned.filter(({ trials }) => trials.length > 0), [aligned]);
  const shown = useMemo(() => recorded.slice(0, maxShown), [recorded]);
  const hidden = recorded.length - shown.length;
  const mapped = shown.find((one) => one.condition === condition) ?? shown[0];
  const drawMeans = useCallback(
    ({ width, height }: Size) =>
      alignedFigure({
        data: recordingData(shown, { title, unit, baseline }),
        signal: 'rate',
        document,
        width,
        height,
        theme: figureTheme(theme),
        yLabel: `${title} (${unit})`,
      }),
    [shown, title, unit, baseline, theme],
  );
  const drawMap = useCallback(
    ({ width, height }: Size) =>
      mapped === undefined
        ? undefined
        : heatMap({
            heat: recordingRows(mapped, baseline),
            events: mapped.marks.map(({ seconds, label }) => ({ seconds, label })),
            eventLabels: true,
            document,
            width,
            height,
            theme: figureTheme(theme),
            value: { what: title, unit },
            timeLabel: `time from ${mapped.align} (s)`,
          }),
    [mapped, baseline, title, unit, theme],
  );
  const cut = aligned.reduce((sum, one) => sum + one.cut, 0);
  const outside = aligned.reduce((sum, one) => sum + one.outside, 0);
  return (
    <>
      <div className="data-bar">
        <Segments label="baseline" segments={baselines} chosen={baseline} onChoose={(id) => setBaseline(id)} />
        <span className="soft">
          {shown.reduce((sum, { trials }) => sum + trials.length, 0)} trials of one session, without a band: trials of
          one animal are no sample of animals.
          {hidden === 0 ? '' : ` ${hidden} more kinds of trials are not drawn.`}
          {cut + outside === 0 ? '' : ` ${cut} windows are cut off and ${outside} lie outside the recording.`}
        </span>
      </div>
      <div className="data-means">
        <SvgFigure draw={drawMeans} />
      </div>
      <Model shown={shown} />
      <div className="data-bar">
        <Segments
          label="trials of"
          segments={shown.map((one) => ({ id: one.condition, title: one.title }))}
          chosen={mapped?.condition ?? ''}
          onChoose={setCondition}
        />
      </div>
      <div className="data-map">
        <SvgFigure draw={drawMap} />
        {mapped === undefined ? null : <ModelMap mapped={mapped} />}
      </div>
      {mapped === undefined ? null : <DataFit {...{ recorded, shown, mapped, baseline, title, unit }} />}
    </>
  );
}

/** The RPE of the model in the same trials, row by row. */
function ModelMap({ mapped }: { readonly mapped: AlignedRecording }): JSX.Element | null {
  const theme = useTheme();
  const isOfSession = useIsOfSession();
  const run = useApp(({ shown }) => shown);
  const store = useWholeStore(run?.opened.session);
  const draw = useCallback(
    ({ width, height }: Size) => {
      if (run === undefined || store === undefined || store.trialsPerRow > 1) return undefined;
      const kept = new Set(mapped.trials);
      return heatMap({
        heat: heatRows(store.rpe, run.opened.columns, (trial) => kept.has(trial), 'model'),
        events: mapped.marks.map(({ seconds, label }) => ({ seconds, label })),
        eventLabels: true,
        document,
        width,
        height,
        theme: figureTheme(theme),
        timeLabel: `time from ${mapped.align} (s)`,
      });
    },
    [mapped, run, store, theme],
  );
  return isOfSession && store !== undefined ? <SvgFigure draw={draw} /> : null;
}

/** The trials of a session, once all have arrived. */
function useWholeStore(session: number | undefined): TrialStore | undefined {
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
function Model({ shown }: { readonly shown: readonly AlignedRecording[] }): JSX.Element | null {
  const theme = useTheme();
  const isOfSession = useIsOfSession();
  const data = useFigureData();
  const averages = useApp(({ shown: run }) => run?.result.conditions);
  const agent = useApp(({ shown: run, catalogue }) =>
    run?.result.spec.agent.id === undefined || catalogue === undefined
      ? undefined
      : findEntry(catalogue, 'agents', run.result.spec.agent.id)?.title,
  );
  const titles = useMemo(() => shown.map((one) => ({ id: one.condition, title: one.title })), [shown]);
  const draw = useCallback(
    ({ width, height }: Size) => {
      if (data === undefined || averages === undefined) return undefined;
      const conditions = titles.flatMap(({ id, title }) => {
        const own = averages[id];
        return own === undefined ? [] : [{ id, title, averages: withoutBand(own) }];
      });
      return alignedFigure({
        data: { ...data, conditions, recorded: [] },
        signal: 'rpe',
        document,
        width,
        height,
        theme: figureTheme(theme),
        yLabel: 'RPE (reward units)',
      });
    },
    [data, averages, titles, theme],
  );
  if (!isOfSession) return null;
  return (
    <>
      <p className="data-bar soft">Model: {agent ?? 'parts of your own'}, in the same trials.</p>
      <div className="data-means">
        <SvgFigure draw={draw} />
      </div>
    </>
  );
}

/** Trials of one subject are no sample of subjects, as in the recording. */
const withoutBand = (averages: Averages): Averages => ({ ...averages, rpe: { ...averages.rpe, sem: [] } });
