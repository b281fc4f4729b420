import { useCallback, useMemo, type JSX } from 'react';
import { alignedFigure } from '../../src/figures/aligned-figure.ts';
import type { FigureData } from '../../src/figures/figure-data.ts';
import { mapClock } from '../../src/figures/map-clock.ts';
import { figureTheme } from '../plots/figure-theme.ts';
import { latestFigure } from '../plots/latest-trials.ts';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { useFigureData } from '../plots/use-figure-data.ts';
import { appState, useApp, type DisplayedRun } from '../store/app-state.ts';
import { figureDrawn } from '../store/redraw-time.ts';
import { useTheme } from '../theme/theme.ts';
import { later } from '../ui/later.tsx';
import { Splitter } from '../ui/Splitter.tsx';
import { Segments } from '../ui/Segments.tsx';
import type { Size } from '../ui/use-size.ts';
import { DetailTabs, HeatMap } from './around-the-figure.tsx';
import { ErrorLine } from './ErrorLine.tsx';
import { FigureHead } from './FigureHead.tsx';

const ComparePanel = later(
  async () => (await import('./ComparePanel.tsx')).ComparePanel,
  <section className="compare" aria-busy />,
);

/** Results of the experiment: averages around its events, every trial below them, and the details. */
export function FigurePanel(): JSX.Element {
  const shown = useApp((state) => state.shown);
  const data = useFigureData();
  return (
    <main className="figure-panel">
      {shown === undefined || data === undefined ? <Waiting /> : <Shower shown={shown} data={data} />}
    </main>
  );
}

function Waiting(): JSX.Element {
  return (
    <>
      <ErrorLine />
      <p className="soft waiting">Loading the first figure ...</p>
    </>
  );
}

/** Whether it is recorded by a sensor: what the RPE itself shows is the RPE, and neurons are noisy. */
const isSensed = ({ opened, result }: DisplayedRun): boolean =>
  !opened.spiking && result.spec.recording.id !== 'identity';

interface ShowerProperties {
  readonly shown: DisplayedRun;
  readonly data: FigureData;
}

function Shower({ shown, data: whole }: ShowerProperties): JSX.Element {
  const { latest } = shown;
  const isBefore = latest !== undefined;
  const data = useMemo(() => (latest === undefined ? whole : latestFigure(whole, latest)), [whole, latest]);
  const chosen = useApp(({ figure }) => figure);
  // Recorded data are the main interest: they are shown next to the model's recording. So is a study's sensor.
  const wanted = chosen ?? (whole.recorded.length > 0 || isSensed(shown) ? 'rate' : 'rpe');
  const signal = isBefore || wanted === 'compare' ? 'rpe' : wanted;
  const theme = useTheme();
  const clock = useMemo(() => mapClock(data, signal), [data, signal]);
  const timeAxis = clock.shared === undefined ? 'labelled' : 'bare';
  const draw = useCallback(
    (size: Size) => alignedFigure({ data, signal, document, ...size, timeAxis, theme: figureTheme(theme) }),
    [data, signal, timeAxis, theme],
  );
  const drawn = useCallback(() => figureDrawn(shown.opened.session, shown.trialsDone === shown.opened.trials), [shown]);
  return (
    <>
      <FigureHead data={data} shown={shown}>
        <Segments
          label="what is shown"
          segments={[
            { id: 'rpe', title: 'RPE' },
            { id: 'rate', title: shown.opened.spiking ? shown.opened.rateUnit : (data.recording ?? 'recording') },
            { id: 'compare', title: 'compare' },
          ]}
          chosen={wanted === 'compare' ? wanted : signal}
          onChoose={(figure) => appState.set({ figure })}
        />
      </FigureHead>
      <ErrorLine />
      {wanted === 'compare' ? (
        <ComparePanel />
      ) : (
        <>
          <SvgFigure className="aligned" draw={draw} onDrawn={drawn} />
          <HeatMap opened={shown.opened} shownTypes={shown.opened.heatMapTypes} clock={clock} />
          <Splitter />
          <DetailTabs />
        </>
      )}
    </>
  );
}
