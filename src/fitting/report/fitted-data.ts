/** Kinds of data of a session, in the order in which they are fitted alone. */
export const dataKinds = ['signal', 'spikes', 'summaries', 'choices', 'licks', 'latencies'] as const;

export type DataKind = (typeof dataKinds)[number];

/** What one fit is to: one kind, or several at once. */
export type FittedData = readonly DataKind[];

/** What can be asked for: kinds, both signal and choices, or each kind that there is alone and then all of them. */
export const kindsOfData = [...dataKinds, 'both', 'each'] as const;

const words: Readonly<Record<DataKind, string>> = {
  signal: 'signal',
  spikes: 'spikes',
  summaries: 'summaries of events',
  choices: 'choices',
  licks: 'licks',
  latencies: 'latencies',
};

/** What a fit was to, as words for a sentence: `the signal`, `signal and choices`. */
export function usesWords(uses: FittedData): string {
  const [first, ...others] = uses.map((kind) => words[kind]);
  const last = others.at(-1);
  if (last === undefined) return `the ${first}`;
  return `${[first, ...others.slice(0, -1)].join(', ')} and ${last}`;
}

/**
 * The fits that are asked for, one after the other.
 * @param asked kinds, or `both`; with `each`, each of them alone and then all
 * @param named the kinds that the session has, of which `each` alone is made
 * @returns undefined for what is none of them
 */
export function usesIn(asked: readonly string[], named: FittedData): readonly FittedData[] | undefined {
  const alone = asked.includes('each');
  const others = asked.filter((one) => one !== 'each');
  const kinds = others.flatMap((one): readonly string[] => (one === 'both' ? ['signal', 'choices'] : [one]));
  const known = alone && kinds.length === 0 ? named : dataKinds.filter((kind) => kinds.includes(kind));
  if (known.length === 0 || kinds.some((kind) => !known.some((one) => one === kind))) return undefined;
  return alone && known.length > 1 ? [...known.map((kind) => [kind]), known] : [known];
}
