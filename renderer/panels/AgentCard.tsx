import { memo, useCallback, useMemo, type JSX } from 'react';
import type { Catalogue } from '../../src/contracts/catalogue.ts';
import { appState, useApp } from '../store/app-state.ts';
import { findEntry, trialAgents } from '../store/catalogue.ts';
import { experiment } from '../store/current.ts';
import { isChangedAgent, misfit, withAgent } from '../store/draft.ts';
import { Choice, type Option } from '../ui/Choice.tsx';

/** Chooses a named agent, and says when its parts or their values are no longer those that have the name. */
export const AgentCard = memo(function AgentCard({ catalogue }: { readonly catalogue: Catalogue }): JSX.Element {
  const id = useApp(({ draft }) => draft?.agent.id);
  const isChanged = useApp(({ draft }) => draft?.agent.id !== undefined && isChangedAgent(catalogue, draft));
  const paradigm = useApp(({ draft }) => draft?.world.id);
  const gridMatters =
    id === undefined ? undefined : (findEntry(catalogue, 'agents', id)?.['gridMatters'] as string | undefined);
  const options = useMemo(() => agentOptions(catalogue, paradigm ?? ''), [catalogue, paradigm]);
  const choose = useCallback((chosen: string) => take(catalogue, chosen), [catalogue]);
  return (
    <section className="card" aria-label="agent">
      <h2 className="card-kind">
        agent
        {isChanged && id !== undefined ? (
          <>
            {' '}
            <span className="changed">changed</span>
            <button type="button" className="text-button" onClick={() => take(catalogue, id)}>
              reset
            </button>
          </>
        ) : null}
      </h2>
      <Choice label="agent" options={options} chosen={id} placeholder="a combination of its own" onChoose={choose} />
      {gridMatters === undefined ? null : <p className="soft small">Its resolution matters: {gridMatters}.</p>}
    </section>
  );
});

function agentOptions(catalogue: Catalogue, paradigm: string): readonly Option[] {
  return trialAgents(catalogue).map((agent) => ({
    id: agent.id,
    title: agent.title,
    description: agent.citation.text,
    barred: misfit(catalogue, paradigm, agent),
  }));
}

function take(catalogue: Catalogue, id: string): void {
  const { draft } = appState.get();
  if (draft !== undefined) experiment.edit(withAgent(catalogue, draft, id));
}
