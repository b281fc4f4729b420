import { useCallback, type JSX, type PointerEvent } from 'react';
import type { UnitMap } from '../../src/contracts/units.ts';
import { unitMap } from '../../src/figures/unit-map.ts';
import { figureTheme } from '../plots/figure-theme.ts';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { unitReading } from '../plots/unit-reading.ts';
import { useTheme } from '../theme/theme.ts';
import type { Size } from '../ui/use-size.ts';

/** @param onRead called with the map's value at the pointer; empty outside of it */
export function UnitFigure({
  map,
  onRead,
}: {
  readonly map: UnitMap;
  readonly onRead: (reading: string) => void;
}): JSX.Element {
  const theme = useTheme();
  const draw = useCallback(
    (size: Size) => unitMap({ map, document, ...size, theme: figureTheme(theme) }),
    [map, theme],
  );
  const read = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLDivElement>): void => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    onRead(unitReading({ map, document, width, height }, clientX - left, clientY - top));
  };
  return (
    <div className="unit-map" onPointerMove={read} onPointerLeave={() => onRead('')}>
      <SvgFigure draw={draw} />
    </div>
  );
}
