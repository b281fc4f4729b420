import { memo, useCallback, useMemo, type JSX } from 'react';
import { findEntry, lookupIn, type Catalogue } from '../../src/spec/catalogue.ts';
import { isChangedAgent, withAgent } from '../../src/spec/change.ts';
import { misfitInTrials } from '../../src/spec/fits.ts';
import type { Design } from '../../src/contracts/design.ts';
import { appState, useApp } from '../store/app-state.ts';
import { trialAgents } from '../store/catalogue.ts';
import { experiment } from '../store/current.ts';
import { Choice, type Option } from '../ui/Choice.tsx';

/** Chooses a named agent, and says when its parts or their values have been changed. */
export const AgentCard = memo(function AgentCard({ catalogue }: { readonly catalogue: Catalogue }): JSX.Element {
  const id = useApp(({ draft }) => draft?.agent.id);
  const isChanged = useApp(({ draft }) => draft?.agent.id !== undefined && isChangedAgent(lookupIn(catalogue), draft));
  const paradigm = useApp(({ draft }) => draft?.world.id);
  const design = useApp(({ draft }) => draft?.design);
  const gridMatters = id === undefined ? undefined : findEntry(catalogue, 'agents', id)?.gridMatters;
  const options = useMemo(() => agentOptions(catalogue, paradigm, design), [catalogue, paradigm, design]);
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
      <Choice label="agent" options={options} chosen={id} placeholder="custom agent" onChoose={choose} />
      {gridMatters === undefined ? null : <p className="soft small">Its resolution matters: {gridMatters}.</p>}
    </section>
  );
});

function agentOptions(
  catalogue: Catalogue,
  paradigm: string | undefined,
  design: Design | undefined,
): readonly Option[] {
  if (paradigm === undefined) return [];
  const world = { world: { id: paradigm }, design };
  return trialAgents(catalogue).map((agent) => ({
    id: agent.id,
    title: agent.title,
    description: agent.citation.text,
    barred: misfitInTrials(lookupIn(catalogue), world, agent.learningRule.id)?.what,
  }));
}

function take(catalogue: Catalogue, id: string): void {
  const { draft } = appState.get();
  if (draft !== undefined) experiment.edit(withAgent(lookupIn(catalogue), draft, id));
}
