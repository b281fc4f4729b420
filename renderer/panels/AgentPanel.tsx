import type { JSX } from 'react';
import { agentEntries, partNames } from '../store/catalogue.ts';
import { useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { isChangedAgent, withAgent } from '../store/draft.ts';
import { Choice } from '../ui/Choice.tsx';
import { HintLine } from './HintLine.tsx';
import { PartCard } from './PartCard.tsx';

/** The experiment as a form: the agent as its three designed parts, the world it lives in, and how it is recorded. */
export function AgentPanel(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const draft = useApp((state) => state.draft);
  if (catalogue === undefined || draft === undefined) return <aside className="panel agent-panel" aria-label="agent and world" />;
  const { id } = draft.agent;
  const options = agentEntries(catalogue).map((agent) => ({ id: agent.id, title: agent.title, description: agent.citation.text }));
  return (
    <aside className="panel agent-panel" aria-label="agent and world">
      <div className="panel-scroll">
        <section className="card agent-card" aria-label="agent">
          <h2 className="card-kind">
            agent
            {id !== undefined && isChangedAgent(catalogue, draft) ? (
              <>
                {' '}
                <span className="changed">changed</span>
                <button type="button" className="text-button" onClick={() => experiment.edit(withAgent(catalogue, draft, id))}>
                  reset
                </button>
              </>
            ) : null}
          </h2>
          <Choice label="agent" options={options} chosen={id} placeholder="a combination of its own" onChoose={(chosen) => experiment.edit(withAgent(catalogue, draft, chosen))} />
        </section>
        {partNames.map((name) => (
          <PartCard key={name} name={name} catalogue={catalogue} draft={draft} />
        ))}
      </div>
      <HintLine />
    </aside>
  );
}
