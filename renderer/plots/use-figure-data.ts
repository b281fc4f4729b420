import { useMemo } from 'react';
import { figureData, type FigureData } from '../../src/figures/figure-data.ts';
import { useApp } from '../store/app-state.ts';

/** The figure data of the displayed run; undefined before the first run. */
export function useFigureData(): FigureData | undefined {
  const shown = useApp((state) => state.shown);
  const catalogue = useApp((state) => state.catalogue);
  return useMemo(() => {
    if (shown === undefined || catalogue === undefined) return undefined;
    const { result, opened } = shown;
    // The version is part of the provenance, which is printed only on exported figures: the host draws those.
    return figureData({
      result,
      catalogue,
      conditions: opened.conditions,
      shown: opened.shown,
      rateUnit: opened.rateUnit,
      mapReward: opened.mapReward,
      version: '',
    });
  }, [shown, catalogue]);
}
