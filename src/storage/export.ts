import { askedAverages } from '../spec/asked-averages.ts';
import type { Result } from '../spec/result.ts';
import type { Spec, ControlSpec, TrialSpec } from '../spec/spec.ts';

/** The agent's id or, for a custom agent, the learning rule, the architecture and the policy if it acts. */
export function agentName({ agent: { id, learningRule, architecture, policy } }: Pick<Spec, 'agent'>): string {
  return id ?? [learningRule, architecture, ...(policy === undefined ? [] : [policy])].map((part) => part.id).join('+');
}

/**
 * One JSON object with all results of a run.
 * @param seconds its computing time
 * @param asked whether the recording is among them
 */
export function resultJson(result: Result, seconds: number, asked: { readonly rate: boolean }): string {
  const { spec, hash, backend, signatures, summaries, likelihood } = result;
  const conditions = askedAverages(result.conditions, asked);
  return JSON.stringify({ spec, hash, backend, seconds, conditions, signatures, summaries, likelihood });
}

/** A spec as a file: opening it again, and saving it again, gives the same bytes. */
export const specJson = (spec: Spec): string => `${JSON.stringify(specFields(spec), null, 2)}\n`;

/** Several specs as a file, such as those of a comparison. */
export const specsJson = (specs: readonly Spec[]): string => `${JSON.stringify(specs.map(specFields), null, 2)}\n`;

/** The fields of a spec in the order of a file. */
function specFields(spec: Spec): object {
  const { phasic, world, agent, manipulations, recording, seed, backend } = spec;
  const { design, recordedFrom, worlds, steps } = spec as Partial<TrialSpec & ControlSpec>;
  return { phasic, world, design, recordedFrom, agent, manipulations, recording, worlds, steps, seed, backend };
}
