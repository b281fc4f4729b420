import type { JSX } from 'react';
import { useApp } from '../store/app-state.ts';
import { partNames } from '../../src/spec/parts.ts';
import { AgentCard } from './AgentCard.tsx';
import { ExperimentManipulations } from './ExperimentManipulations.tsx';
import { HintLine } from './HintLine.tsx';
import { PartCard } from './PartCard.tsx';

/** The experiment as a form: the agent's three designed parts, its world, and the recording. */
export function AgentPanel(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  return (
    <aside className="panel agent-panel" aria-label="agent and experiment">
      {catalogue === undefined ? null : (
        <>
          <div className="panel-scroll">
            <AgentCard catalogue={catalogue} />
            {partNames.map((name) => (
              <PartCard key={name} name={name} catalogue={catalogue} />
            ))}
            <ExperimentManipulations catalogue={catalogue} />
          </div>
          <HintLine />
        </>
      )}
    </aside>
  );
}
