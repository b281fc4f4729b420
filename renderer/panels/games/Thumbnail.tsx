import { memo, type JSX } from 'react';
import type { Drawing, Shape } from '../../../src/contracts/drawing.ts';
import { cssColour, paletteOf } from '../../stage/palette.ts';
import { useTheme } from '../../theme/theme.ts';

/** A small picture of an environment. A long list need not have a stage for each. */
export const Thumbnail = memo(function Thumbnail({ drawing }: { readonly drawing: Drawing }): JSX.Element {
  const palette = paletteOf(useTheme());
  return (
    <svg
      className="thumbnail"
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      width="48"
      height="48"
      aria-hidden="true"
    >
      {drawing.shapes.map((shape, i) => (
        // Shapes are distinguished only by their order.
        // oxlint-disable-next-line react/no-array-index-key
        <Drawn key={i} shape={shape} colour={cssColour(palette[shape.paint])} />
      ))}
    </svg>
  );
});

function Drawn({ shape, colour }: { readonly shape: Shape; readonly colour: string }): JSX.Element | null {
  if (shape.kind === 'cells') {
    const squares = shape.cells.flatMap((x, i) => (i % 2 === 0 ? [`M${x} ${shape.cells[i + 1]}h1v1h-1z`] : []));
    return <path d={squares.join('')} fill={colour} />;
  }
  if (shape.kind === 'rectangle') {
    const { x, y, width, height, angle = 0 } = shape;
    return (
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        fill={colour}
        transform={`rotate(${(angle * 180) / Math.PI} ${x + width / 2} ${y + height / 2})`}
      />
    );
  }
  if (shape.kind === 'circle')
    return <circle cx={shape.x} cy={shape.y} r={shape.radius} fill={colour} opacity={shape.alpha ?? 1} />;
  if (shape.kind === 'line') {
    const points = shape.points.flatMap((x, i) => (i % 2 === 0 ? [`${x},${shape.points[i + 1]}`] : []));
    return <polyline points={points.join(' ')} fill="none" stroke={colour} strokeWidth={shape.width} />;
  }
  return null;
}
