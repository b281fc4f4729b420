import type { JSX } from 'react';
import type { Theme } from '../theme/theme.ts';
import { shortNumber } from '../ui/words.ts';
import { diverging } from './diverging.ts';

const slices = 60;

interface Properties {
  readonly peak: number;
  readonly height: number;
  readonly theme: Theme;
}

/** Which colour stands for which RPE. */
export function ColourBar({ peak, height, theme }: Properties): JSX.Element {
  const slice = height / slices;
  return (
    <svg className="colour-bar" width={76} height={height + 16} viewBox={`0 -8 76 ${height + 16}`} aria-hidden="true">
      {Array.from({ length: slices }, (_, i) => (
        <rect key={i} x={0} y={i * slice} width={12} height={slice + 0.5} fill={`rgb(${diverging(1 - (2 * (i + 0.5)) / slices, theme).join(' ')})`} />
      ))}
      {[1, 0, -1].map((share) => (
        <g key={share} transform={`translate(12 ${((1 - share) / 2) * height})`}>
          <line x2={4} stroke="currentColor" />
          <text x={7} dy="0.35em">
            {shortNumber(share * peak)}
          </text>
        </g>
      ))}
      <text className="colour-bar-title" transform={`translate(66 ${height / 2}) rotate(-90)`} textAnchor="middle">
        RPE (reward units)
      </text>
    </svg>
  );
}
