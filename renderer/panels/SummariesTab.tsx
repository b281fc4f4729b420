import { useCallback, type JSX } from 'react';
import type { SummaryResult } from '../../src/contracts/result.ts';
import { summaryFigure } from '../../src/figures/summary-figure.ts';
import { figureTheme } from '../plots/figure-theme.ts';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { useApp } from '../store/app-state.ts';
import { useTheme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';

const none: readonly SummaryResult[] = [];

/** One number per condition, as the paper plots it, with the recorded numbers next to the model's. */
export function SummariesTab(): JSX.Element {
  const summaries = useApp(({ shown }) => shown?.result.summaries ?? none);
  return (
    <div className="summaries">
      {summaries.map((summary) => (
        <SummaryPlot key={summary.id} summary={summary} />
      ))}
    </div>
  );
}

export function SummaryPlot({ summary }: { readonly summary: SummaryResult }): JSX.Element {
  const theme = useTheme();
  const draw = useCallback(
    (size: Size) => summaryFigure({ summary, document, ...size, theme: figureTheme(theme) }),
    [summary, theme],
  );
  return <SvgFigure className="summary" draw={draw} />;
}
