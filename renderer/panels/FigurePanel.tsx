import { useCallback, useState, type JSX } from 'react';
import { alignedPlot } from '../plots/aligned-plot.ts';
import { HeatMap } from '../plots/HeatMap.tsx';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { useApp, type Shown } from '../store/app-state.ts';
import type { ParadigmEntry } from '../store/catalogue.ts';
import { figureDrawn } from '../store/redraw-time.ts';
import { useShownParadigm } from '../store/use-shown-paradigm.ts';
import { useTheme } from '../theme/theme.ts';
import { Segments } from '../ui/Segments.tsx';
import type { Size } from '../ui/use-size.ts';
import { DetailTabs } from './DetailTabs.tsx';
import { ErrorLine } from './ErrorLine.tsx';
import { FigureHead } from './FigureHead.tsx';

/** What the experiment shows: averages around its events, every trial under them, and the details. */
export function FigurePanel(): JSX.Element {
  const shown = useApp((state) => state.shown);
  const paradigm = useShownParadigm();
  return (
    <main className="figure-panel">
      {shown === undefined || paradigm === undefined ? <Waiting /> : <Shower shown={shown} paradigm={paradigm} />}
    </main>
  );
}

function Waiting(): JSX.Element {
  return (
    <>
      <ErrorLine />
      <p className="soft waiting">The first figure is on its way.</p>
    </>
  );
}

interface ShowerProperties {
  readonly shown: Shown;
  readonly paradigm: ParadigmEntry;
}

function Shower({ shown, paradigm }: ShowerProperties): JSX.Element {
  const [signal, setSignal] = useState<'rpe' | 'rate'>('rpe');
  const theme = useTheme();
  const draw = useCallback((size: Size) => alignedPlot({ shown, paradigm, signal, size, theme }), [shown, paradigm, signal, theme]);
  const drawn = useCallback(() => figureDrawn(shown.opened.session, shown.trialsDone === shown.opened.trials), [shown]);
  const first = shown.result.conditions[paradigm.shown[0] ?? ''];
  return (
    <>
      <FigureHead shown={shown} paradigm={paradigm}>
        <Segments
          label="signal"
          segments={[
            { id: 'rpe', title: 'RPE' },
            { id: 'rate', title: shown.opened.rateUnit },
          ]}
          chosen={signal}
          onChoose={(id) => setSignal(id)}
        />
      </FigureHead>
      <ErrorLine />
      <SvgFigure className="aligned" draw={draw} onDrawn={drawn} />
      {first === undefined ? null : <HeatMap opened={shown.opened} shownTypes={paradigm.heatMapTypes} averages={first} />}
      <DetailTabs />
    </>
  );
}
