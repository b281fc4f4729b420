import { useMemo, useState, type JSX } from 'react';
import type { UnitMap } from '../../src/contracts/units.ts';
import { countOf } from '../../src/figures/unit-map.ts';
import type { ErrorLine } from '../../src/protocol/messages.ts';
import { useApp } from '../store/app-state.ts';
import { unitAgents } from '../store/catalogue.ts';
import { experiment } from '../store/current.ts';
import { Choice } from '../ui/Choice.tsx';
import { UnitFigure } from './UnitFigure.tsx';
import { useUnits } from './use-units.ts';

const askForUnits = (group: string, condition: string): Promise<UnitMap> => experiment.units(group, condition);

/** Each of the agent's units, averaged over the trials of a condition: time to the right, units downward. */
export function UnitsTab(): JSX.Element {
  const shown = useApp((state) => state.shown);
  const isRunning = useApp(({ status }) => status?.state === 'running');
  const [wantedGroup, setGroup] = useState<string>();
  const [wantedCondition, setCondition] = useState<string>();
  const [reading, setReading] = useState('');
  const groups = useMemo(() => (shown?.opened.units ?? []).map(({ id, title }) => ({ id, title })), [shown]);
  const { conditions = [], shown: drawn = [] } = shown?.opened ?? {};
  const group = groups.find(({ id }) => id === wantedGroup)?.id ?? groups[0]?.id;
  const condition = conditions.find(({ id }) => id === wantedCondition)?.id ?? drawn[0] ?? conditions[0]?.id;
  const given = useUnits(askForUnits, group, condition, isRunning ? undefined : shown?.result);
  if (shown === undefined) return <p className="soft tab-note">No run yet.</p>;
  if (groups.length === 0) return <NoUnits />;
  return (
    <div className="tab-figure">
      <div className="tab-caption">
        <Choice className="unit-choice" label="units" options={groups} chosen={group} onChoose={setGroup} />
        <Choice
          className="condition-choice"
          label="condition"
          options={conditions}
          chosen={condition}
          onChoose={setCondition}
        />
        <output className="soft caption-text numeral">
          {isRunning ? 'drawn when the run pauses' : reading || captionOf(given)}
        </output>
      </div>
      {given === undefined || 'what' in given || given.n === 0 ? null : <UnitFigure map={given} onRead={setReading} />}
    </div>
  );
}

/** What could be shown, and with which agents. */
function NoUnits(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const draft = useApp((state) => state.draft);
  const agents =
    catalogue === undefined || draft === undefined ? [] : unitAgents(catalogue, draft.agent.policy !== undefined);
  return (
    <div className="soft tab-note">
      This agent has no units that can be shown one by one. Agents that have some, in this experiment:
      <ul className="unit-agents">
        {agents.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ul>
    </div>
  );
}

function captionOf(given: UnitMap | ErrorLine | undefined): string {
  if (given === undefined) return 'computing …';
  if ('what' in given) return `${given.what}; ${given.remedy}`;
  return given.n === 0
    ? 'no trials of this condition yet'
    : `${given.labels.length} units, mean over ${countOf(given)}`;
}
