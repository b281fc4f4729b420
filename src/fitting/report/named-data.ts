import { InputError } from '../../core/errors.ts';
import type { Mapping } from '../../recorded/mapping.ts';
import { dataKinds, kindsOfData, usesIn, type DataKind, type FittedData } from './fitted-data.ts';

/** The units whose spikes are fitted. */
export const fittedUnits = ({ units, unit }: Pick<Mapping, 'units' | 'unit'>): readonly string[] =>
  units ?? (unit === undefined ? [] : [unit]);

/** What a mapping has to name for each kind of data, and how. */
const needed: Readonly<Record<DataKind, { has(mapping: Mapping): boolean; what: string; remedy: string }>> = {
  signal: {
    has: ({ signal }) => signal !== undefined,
    what: 'no signal is named',
    remedy: 'add "signal": phasic import FILE --save-mapping MAPPING.json',
  },
  spikes: {
    has: (mapping) => fittedUnits(mapping).length > 0,
    what: 'no units are named',
    remedy: 'add "units": ["ID", ...]; phasic import FILE lists them',
  },
  summaries: {
    has: ({ summaries }) => summaries !== undefined,
    what: 'no summaries of events are named',
    remedy: 'add "summaries": docs/fitting.md shows how',
  },
  choices: {
    has: ({ choices }) => choices !== undefined,
    what: 'no choices are named',
    remedy: 'add "choices": docs/recordings.md shows how',
  },
  licks: {
    has: ({ licks }) => licks !== undefined,
    what: 'no licks are named',
    remedy: 'add "licks": {"events": ID}',
  },
  latencies: {
    has: ({ latencies, choices, licks }) => latencies !== undefined || choices !== undefined || licks !== undefined,
    what: 'no latencies are named',
    remedy: 'add "latencies", "choices" or "licks": docs/fitting.md shows how',
  },
};

/** The kinds of data that a mapping names. */
export const namedKinds = (mapping: Mapping): readonly DataKind[] =>
  dataKinds.filter((kind) => needed[kind].has(mapping));

/** What is fitted if nothing is asked for: dopamine, as a signal, as spikes or as summaries, and choices. */
export function usualKinds(mapping: Mapping): FittedData {
  const dopamine = (['signal', 'spikes', 'summaries'] as const).find((kind) => needed[kind].has(mapping));
  return [...(dopamine === undefined ? [] : [dopamine]), ...(needed.choices.has(mapping) ? ['choices' as const] : [])];
}

/**
 * The fits that are asked for of a recording.
 * @param asked kinds of data, `both` or `each`; empty: what the mapping names
 * @throws InputError for a word that is none of them, and for what the mapping does not name
 */
export function fittedData(mapping: Mapping, asked: readonly string[]): readonly FittedData[] {
  const named = usualKinds(mapping);
  const uses = asked.length === 0 ? [named] : usesIn(asked, named);
  if (uses === undefined)
    throw new InputError(`'${asked.join(',')}' is not allowed`, '--data', `give some of ${kindsOfData.join(', ')}`);
  const [first = 'signal', ...others] = uses.flat();
  for (const kind of [first, ...others]) {
    const { has, what, remedy } = needed[kind];
    if (!has(mapping)) throw new InputError(what, 'mapping', remedy);
  }
  if (uses.some((one) => one.includes('licks') && one.includes('latencies')) && latenciesAre(mapping) === 'licks')
    throw new InputError(
      'latencies of first licks and numbers of licks are of the same licks',
      '--data',
      'fit one of them, or name other latencies in the mapping',
    );
  return uses;
}

/** Where latencies are from. */
export const latenciesAre = ({ latencies, choices }: Mapping): 'table' | 'choices' | 'licks' =>
  latencies !== undefined ? 'table' : choices !== undefined ? 'choices' : 'licks';
