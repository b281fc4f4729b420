import { useCallback, useEffect, useState, type JSX } from 'react';
import { alignedFigure } from '../../src/figures/aligned-figure.ts';
import { rasterFigure } from '../../src/figures/raster-figure.ts';
import type { Raster } from '../../src/protocol/trials.ts';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { figureTheme } from '../plots/figure-theme.ts';
import { useApp, type DisplayedRun } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { useTheme, type Theme } from '../theme/theme.ts';
import { Choice } from '../ui/Choice.tsx';
import type { Size } from '../ui/use-size.ts';

/** Single trials of one condition as recorded by the electrode, and their mean on the same axis. */
export function RasterTab(): JSX.Element {
  const shown = useApp((state) => state.shown);
  const isRunning = useApp(({ status }) => status?.state === 'running');
  const [wanted, setWanted] = useState<string>();
  const conditions = shown?.opened.conditions ?? [];
  const condition = conditions.find(({ id }) => id === wanted)?.id ?? conditions[0]?.id;
  const raster = useRaster(condition, isRunning ? undefined : shown?.result);
  const theme = useTheme();
  const draw = useCallback(
    (size: Size) => (shown === undefined || raster === undefined ? undefined : drawRaster(raster, shown, size, theme)),
    [raster, shown, theme],
  );
  return (
    <div className="tab-figure">
      <div className="tab-caption">
        <Choice
          className="condition-choice"
          label="condition"
          options={conditions}
          chosen={condition}
          onChoose={setWanted}
        />
        <span className="soft caption-text">{isRunning ? 'drawn when the run pauses' : captionOf(raster)}</span>
      </div>
      <SvgFigure draw={draw} />
    </div>
  );
}

/** Without spikes, single trials show no more than their mean. */
function drawRaster(
  raster: Raster,
  { opened, result }: DisplayedRun,
  size: Size,
  theme: Theme,
): SVGSVGElement | undefined {
  const averages = result.conditions[raster.condition];
  if (averages === undefined || averages.n === 0) return undefined;
  const title = opened.conditions.find(({ id }) => id === raster.condition)?.title ?? raster.condition;
  const shared = { document, ...size, theme: figureTheme(theme), rateUnit: opened.rateUnit };
  if (raster.spiking) return rasterFigure({ ...shared, rows: raster.rows, title, averages });
  const data = {
    title,
    note: `n = ${averages.n} trials`,
    conditions: [{ id: raster.condition, title, averages }],
    rateUnit: opened.rateUnit,
    recorded: [],
  };
  return alignedFigure({ ...shared, data, signal: 'rate' });
}

function captionOf(raster: Raster | undefined): string {
  if (raster === undefined) return '';
  const units = `${raster.units} unit${raster.units === 1 ? '' : 's'}`;
  const trials = `${raster.rows.length} trial${raster.rows.length === 1 ? '' : 's'}`;
  return raster.spiking
    ? `spikes of unit 1 in ${trials}; below, the mean of ${units} with its standard error`
    : `this recording has no spikes; the mean of ${units}, ${trials}`;
}

/** Requested again when the result or the condition changes; late answers are dropped. */
function useRaster(condition: string | undefined, result: unknown): Raster | undefined {
  const [raster, setRaster] = useState<Raster>();
  useEffect(() => {
    if (condition === undefined || result === undefined) return undefined;
    let isWanted = true;
    experiment.raster(condition).then(
      (given) => isWanted && setRaster(given),
      // The session was closed for a newer one, whose result requests the next raster.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [condition, result]);
  return raster;
}
