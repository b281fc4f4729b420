import { useState, type JSX } from 'react';
import type { UnitMap } from '../../../src/contracts/units.ts';
import { countOf } from '../../../src/figures/unit-map.ts';
import type { ErrorLine } from '../../../src/protocol/messages.ts';
import { control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { Choice } from '../../ui/Choice.tsx';
import { UnitFigure } from '../UnitFigure.tsx';
import { useUnits } from '../use-units.ts';

const askForUnits = (group: string, event: string): Promise<UnitMap> => control.units(group, event);

/** The agent's units around the chosen event: time to the right, units downward. Recorded once this has been shown. */
export function GameUnits(): JSX.Element {
  const opened = useControl(control, (state) => state.opened);
  const figures = useControl(control, (state) => state.figures);
  const chosen = useControl(control, (state) => state.event);
  const [wanted, setWanted] = useState<string>();
  const [reading, setReading] = useState('');
  const groups = opened?.units ?? [];
  const group = groups.find(({ id }) => id === wanted)?.id ?? groups[0]?.id;
  // Its figures tell that the run has gone on.
  const last = useUnits(askForUnits, group, chosen ?? opened?.events[0]?.id, figures);
  // Without figures it is still of what was open before.
  const given = figures === undefined ? undefined : last;
  if (opened !== undefined && groups.length === 0)
    return <p className="soft waiting">This agent has no units that can be shown one by one.</p>;
  return (
    <div className="tab-figure">
      <div className="tab-caption">
        <Choice className="unit-choice" label="units" options={groups} chosen={group} onChoose={setWanted} />
        <output className="soft caption-text numeral">{reading || captionOf(given)}</output>
      </div>
      {given === undefined || 'what' in given || given.t.length === 0 ? null : (
        <UnitFigure map={given} onRead={setReading} />
      )}
    </div>
  );
}

function captionOf(given: UnitMap | ErrorLine | undefined): string {
  if (given === undefined) return 'Run the environment to record the agent’s units.';
  if ('what' in given) return `${given.what}; ${given.remedy}`;
  const since = `since step ${(given.since ?? 0).toLocaleString('en-GB')}`;
  if (given.n === 0) return `recording ${since}; “${given.align}” has not happened since`;
  return `${given.labels.length} units, mean over ${countOf(given)} in the displayed environment ${since}`;
}
