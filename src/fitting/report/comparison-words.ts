import type { Fit } from '../fit.ts';

interface Compared {
  readonly title: string;
  readonly fit: Pick<Fit, 'aic' | 'failure'>;
}

/** Differences of AIC: below 2 models are as good, from 10 on the worse one has essentially no support (Burnham & Anderson 2002, p. 70). */
const [little, decisive] = [2, 10];

/** Which model won, by how much, and whether that matters, in plain sentences. */
export function comparisonWords(models: readonly Compared[]): string {
  const failed = models.filter(({ fit }) => fit.failure !== undefined);
  const stands = models.filter(({ fit }) => fit.failure === undefined).toSorted((a, b) => a.fit.aic - b.fit.aic);
  const [best, second] = stands;
  const left = failed.length === 0 ? '' : ` Without ${failed.map(({ title }) => title).join(', ')}, whose fit failed.`;
  if (best === undefined) return 'No fit stands, so that nothing can be compared.';
  if (second === undefined) return `Only ${best.title} could be fitted: there is nothing to compare it with.${left}`;
  const by = second.fit.aic - best.fit.aic;
  if (by < little)
    return `${best.title} and ${second.title} explain the session equally well (AIC differs by ${by.toFixed(1)}): it cannot tell them apart.${left}`;
  const strength =
    by < decisive ? 'the session supports it, but not decisively' : 'the session hardly supports any other of them';
  return `${best.title} explains the session best: its AIC is ${by.toFixed(1)} lower than that of ${second.title}; ${strength}.${left}`;
}
