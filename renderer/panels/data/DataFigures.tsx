import { useCallback, useMemo, useState, type JSX } from 'react';
import type { Averages } from '../../../src/contracts/paradigm.ts';
import { alignedFigure } from '../../../src/figures/aligned-figure.ts';
import { heatMap } from '../../../src/figures/heat-map.ts';
import { recordingData, recordingRows, type Baseline } from '../../../src/figures/recording-data.ts';
import type { AlignedRecording } from '../../../src/recorded/aligned-recording.ts';
import type { OpenedData } from '../../data/protocol.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { SvgFigure } from '../../plots/SvgFigure.tsx';
import { useFigureData } from '../../plots/use-figure-data.ts';
import { useApp } from '../../store/app-state.ts';
import { useData } from '../../store/data.ts';
import { useTheme } from '../../theme/theme.ts';
import { Segments } from '../../ui/Segments.tsx';
import type { Size } from '../../ui/use-size.ts';
import { DataTrace } from './DataTrace.tsx';

/** The session's trace, and around its events: the recording, and the model below it on the same time axis. */
export function DataFigures({ opened }: { readonly opened: OpenedData }): JSX.Element {
  const signal = useData((state) => opened.found.signals.find(({ id }) => id === state.mapping?.signal));
  const aligned = useData((state) => state.aligned);
  return (
    <section className="data-figures" aria-label="figures">
      {signal === undefined ? (
        <p className="soft waiting">Say which signal shows dopamine.</p>
      ) : (
        <>
          <DataTrace key={signal.id} signal={signal} />
          {aligned === undefined || aligned.length === 0 ? null : (
            <Around aligned={aligned} unit={signal.unit ?? 'as recorded'} title={signal.id} />
          )}
        </>
      )}
    </section>
  );
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
  const shown = useMemo(() => aligned.filter(({ trials }) => trials.length > 0).slice(0, maxShown), [aligned]);
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
            valueLabel: `${title} (${unit})`,
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
      </div>
    </>
  );
}

/** The RPE of the model that was driven by this session, in the same conditions and colours. */
function Model({ shown }: { readonly shown: readonly AlignedRecording[] }): JSX.Element | null {
  const theme = useTheme();
  const design = useData((state) => state.session?.design);
  const isOfSession = useApp(
    ({ shown: run }) => run !== undefined && design !== undefined && isSame(run.result.spec.design, design),
  );
  const data = useFigureData();
  const averages = useApp(({ shown: run }) => run?.result.conditions);
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
        yLabel: 'RPE of the model (reward units)',
      });
    },
    [data, averages, titles, theme],
  );
  if (!isOfSession) return null;
  return (
    <div className="data-means">
      <SvgFigure draw={draw} />
    </div>
  );
}

/** Trials of one subject are no sample of subjects, as in the recording. */
const withoutBand = (averages: Averages): Averages => ({ ...averages, rpe: { ...averages.rpe, sem: [] } });

/** The host returns a copy of the design. */
const isSame = (one: object | undefined, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
