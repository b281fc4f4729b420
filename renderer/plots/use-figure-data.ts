import { useMemo } from 'react';
import { figureData, type FigureData } from '../../src/figures/figure-data.ts';
import { useApp } from '../store/app-state.ts';

/** What the figures of the shown run are drawn from; undefined before the first run. */
export function useFigureData(): FigureData | undefined {
  const shown = useApp((state) => state.shown);
  const catalogue = useApp((state) => state.catalogue);
  return useMemo(() => {
    if (shown === undefined || catalogue === undefined) return undefined;
    const { result, opened } = shown;
    // The version is part of the provenance, which is printed on exported figures alone: the host makes those.
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
