import { useCallback, type JSX } from 'react';
import { alignedPlot } from '../plots/aligned-plot.ts';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { useApp } from '../store/app-state.ts';
import { useShownParadigm } from '../store/use-shown-paradigm.ts';
import { useTheme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';

/** The value that the agent predicts, averaged like the RPE above. */
export function ValueTab(): JSX.Element {
  const shown = useApp((state) => state.shown);
  const paradigm = useShownParadigm();
  const theme = useTheme();
  const draw = useCallback(
    (size: Size) => (shown === undefined || paradigm === undefined ? undefined : alignedPlot({ shown, paradigm, signal: 'value', size, theme })),
    [shown, paradigm, theme],
  );
  return (
    <div className="tab-figure">
      <SvgFigure draw={draw} />
    </div>
  );
}
