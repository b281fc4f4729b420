import type { Averages, SignalName } from '../contracts/paradigm.ts';
import type { Result } from '../contracts/result.ts';
import type { Spec } from '../contracts/spec.ts';

/** What a table of averages is made from: the result of one seed, or several seeds pooled. */
export interface Averaged {
  readonly spec: Spec;
  readonly backend: string;
  /** Of one run; absent for pooled seeds. */
  readonly hash?: string;
  /** How many seeds were pooled, from the spec's seed on. */
  readonly seeds?: number;
  readonly conditions: Readonly<Record<string, Averages>>;
}

const signals: readonly SignalName[] = ['rpe', 'value', 'rate'];

/**
 * The averages as a tidy table, one row per condition, time and signal. Lines that begin with # say where it comes from.
 * sem and n are over trials, or over seeds where seeds were pooled; a condition without trials has no rows.
 */
export function resultCsv(averaged: Averaged): string {
  const rows = Object.entries(averaged.conditions).flatMap(([id, averages]) => conditionRows(id, averages));
  return [...provenance(averaged), 'condition,align,t_s,signal,mean,sem,n', ...rows, ''].join('\n');
}

function provenance({ spec, backend, hash, seeds }: Averaged): readonly string[] {
  const origin = seeds === undefined ? `seed ${spec.seed}` : `${seeds} seeds from ${spec.seed} on; sem and n are over seeds`;
  return [
    `# Phasic: ${spec.paradigm.id}, ${agentName(spec)}, ${origin}`,
    ...(hash === undefined ? [] : [`# hash ${hash === '' ? '(run not finished)' : hash}`]),
    `# backend ${backend}`,
    '# t_s in seconds from the aligned event; rpe and value in reward units; rate in the unit of the recording',
    `# spec ${JSON.stringify(spec)}`,
  ];
}

function conditionRows(id: string, averages: Averages): readonly string[] {
  return averages.t.flatMap((t, i) =>
    signals.flatMap((signal) => {
      const { mean, sem, n } = averages[signal];
      return n === 0 ? [] : [`${csvCell(id)},${averages.align},${t},${signal},${mean[i]},${sem[i]},${n}`];
    }),
  );
}

// Ids are plain words by convention; quoting holds the table together should one not be.
const csvCell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The agent's id, or the learning rule, the architecture and the policy, if it acts, of one that has no name. */
export function agentName({ agent: { id, learningRule, architecture, policy } }: Pick<Spec, 'agent'>): string {
  return id ?? [learningRule, architecture, ...(policy === undefined ? [] : [policy])].map((part) => part.id).join('+');
}

/** One JSON object with everything a run showed. `seconds`: how long it took. */
export function resultJson(result: Result, seconds: number): string {
  const { spec, hash, backend, conditions, signatures, summaries } = result;
  return JSON.stringify({ spec, hash, backend, seconds, conditions, signatures, summaries });
}

/** A spec as a file: opening it again, and saving it again, gives the same bytes. */
export function specJson(spec: Spec): string {
  const { phasic, paradigm, design, agent, manipulations, recording, seed } = spec;
  return `${JSON.stringify({ phasic, paradigm, design, agent, manipulations, recording, seed }, null, 2)}\n`;
}
