import { useCallback, useMemo, type JSX } from 'react';
import { heatMap } from '../../../src/figures/heat-map.ts';
import { symmetricLimit } from '../../../src/figures/heat-pixels.ts';
import { heatRows } from '../../../src/figures/heat-rows.ts';
import { startsOf } from '../../../src/figures/recording-data.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { SvgFigure } from '../../plots/SvgFigure.tsx';
import { useTheme } from '../../theme/theme.ts';
import type { Size } from '../../ui/use-size.ts';
import type { FittedRecording } from './use-fit.ts';

/** Recording, model and residual of a condition's trials, in the same colours. */
export function FitMaps({ mapped, unit }: { readonly mapped: FittedRecording; readonly unit: string }): JSX.Element {
  const { rows, predicted, residual } = mapped;
  const limit = useMemo(
    () => Math.max(...[rows, predicted].map((values) => symmetricLimit(values))),
    [rows, predicted],
  );
  return (
    <div className="data-fit-maps">
      <FitMap of={rows} what="recording" {...{ mapped, unit, limit }} />
      <FitMap of={predicted} what="model" {...{ mapped, unit, limit }} />
      <FitMap of={residual} what="residual" {...{ mapped, unit, limit }} />
    </div>
  );
}

interface MapProperties {
  readonly of: Float64Array;
  readonly what: string;
  readonly mapped: FittedRecording;
  readonly unit: string;
  readonly limit: number;
}

function FitMap({ of, what, mapped, unit, limit }: MapProperties): JSX.Element {
  const theme = useTheme();
  const draw = useCallback(
    ({ width, height }: Size) =>
      heatMap({
        heat: heatRows(Float32Array.from(of), startsOf(mapped.t), () => true, `${what}: ${mapped.title}`),
        events: mapped.marks.map(({ seconds, label }) => ({ seconds, label })),
        eventLabels: true,
        limit,
        document,
        width,
        height,
        theme: figureTheme(theme),
        value: { what, unit },
        timeLabel: `time from ${mapped.align} (s)`,
      }),
    [of, what, mapped, unit, limit, theme],
  );
  return <SvgFigure draw={draw} />;
}
