import type { Recorded } from '../../contracts/citation.ts';
import type { Evidence, Summary } from '../../contracts/paradigm.ts';

interface Across<V, C extends string> extends Pick<Summary, 'id' | 'title' | 'x' | 'y'> {
  /** Conditions side by side, with their names on the axis. */
  readonly categories: Readonly<Record<C, string>>;
  readonly model: { readonly id: string; readonly title: string; measure(e: Evidence<V>, condition: C): number };
  readonly recorded: Recorded & { readonly title: string; of(condition: C): number };
}

/** A plot of one number for each of some conditions, beside the recorded one. */
export function across<V, C extends string>({ categories, model, recorded, ...plot }: Across<V, C>): Summary<V> {
  const conditions = Object.keys(categories) as C[];
  const points = (measure: (condition: C) => number) =>
    conditions.map((condition, x) => ({ x, y: measure(condition) }));
  return {
    ...plot,
    categories: conditions.map((condition) => categories[condition]),
    series: [{ id: model.id, title: model.title, measure: (e) => points((condition) => model.measure(e, condition)) }],
    recorded: {
      citation: recorded.citation,
      sources: recorded.sources,
      n: recorded.n,
      series: [{ id: model.id, title: recorded.title, points: points(recorded.of) }],
    },
  };
}
