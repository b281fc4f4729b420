import { useCallback, type JSX } from 'react';
import { alignedFigure } from '../../src/figures/aligned-figure.ts';
import { figureTheme } from '../plots/figure-theme.ts';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { useFigureData } from '../plots/use-figure-data.ts';
import { useTheme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';

/** The value that the agent predicts, averaged like the RPE above. */
export function ValueTab(): JSX.Element {
  const data = useFigureData();
  const theme = useTheme();
  const draw = useCallback(
    (size: Size) =>
      data === undefined
        ? undefined
        : alignedFigure({ data, signal: 'value', document, ...size, theme: figureTheme(theme) }),
    [data, theme],
  );
  return (
    <div className="tab-figure">
      <SvgFigure draw={draw} />
    </div>
  );
}
