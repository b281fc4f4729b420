import { useCallback, useMemo, type JSX } from 'react';
import { groupFeatures } from '../plots/feature-groups.ts';
import { SvgFigure } from '../plots/SvgFigure.tsx';
import { weightsFigure } from '../plots/weights-figure.ts';
import { useApp } from '../store/app-state.ts';
import { shortNumber } from '../ui/words.ts';
import type { Size } from '../ui/use-size.ts';
import { useTheme } from '../theme/theme.ts';

/** The learned weight of every feature. */
export function WeightsTab(): JSX.Element {
  const shown = useApp((state) => state.shown);
  const theme = useTheme();
  const groups = useMemo(() => groupFeatures(shown?.opened.features ?? [], shown?.weights ?? []), [shown]);
  const draw = useCallback((size: Size) => weightsFigure(groups, size, theme), [groups, theme]);
  if (shown === undefined) return <p className="soft tab-note">No run yet.</p>;
  const { placed, single } = groups;
  return (
    <div className="tab-figure">
      <p className="tab-caption">
        {shown.opened.features.length} feature{shown.opened.features.length === 1 ? '' : 's'}, weights after{' '}
        {shown.trialsDone} trials
        {placed.length === 0 || single.length === 0 ? null : (
          <span className="soft caption-text">
            {single.map(({ label, weight }) => `${label}: ${shortNumber(weight)}`).join(', ')}
          </span>
        )}
      </p>
      <SvgFigure draw={draw} />
    </div>
  );
}
