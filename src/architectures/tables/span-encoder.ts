import type { Encoder, FeatureTable } from '../../contracts/architecture.ts';
import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';
import { withContext } from './context-rows.ts';

/** Something active for a while, with one feature per step. */
export interface Span {
  readonly source: number;
  /** Step of the trial at which it begins; below 0 if it began in an earlier trial. */
  readonly from: number;
  /** Step before which it ends, which may be in a later trial. */
  readonly to: number;
}

interface SpanEncoder {
  /** Features without those of the contexts, which come after them. */
  readonly size: number;
  readonly contexts: Design['contexts'];
  readonly label: (feature: number) => string;
  /** All spans active at some step of a trial, given the earlier ones. */
  readonly spans: (trial: Trial, before: readonly Span[]) => readonly Span[];
  /** The feature of a span at a given number of steps after its start. */
  readonly feature: (source: number, since: number) => number;
}

/** An encoder of binary features that run on across trial boundaries. */
export function spanEncoder({
  size,
  contexts = [],
  label,
  spans,
  feature,
}: SpanEncoder): Encoder & { isIdle(): boolean } {
  let open: readonly Span[] = [];

  return {
    size: size + contexts.length,
    layout: 'binary',
    label: (at) => (at < size ? label(at) : `${contexts[at - size]?.title}`),
    encode(trial) {
      const all = spans(trial, open);
      open = all
        .filter(({ to }) => to > trial.steps)
        .map(({ source, from, to }) => ({ source, from: from - trial.steps, to: to - trial.steps }));
      const table = tableOf(all, trial.steps, feature);
      return [
        trial.context >= 0 && contexts.length > 0
          ? withContext(table, { ...trial, zeroStep: 0 }, size + trial.context)
          : table,
      ];
    },
    /** Whether nothing continues from the previous trial. */
    isIdle: () => open.length === 0,
    state: () => open.flatMap(({ source, from, to }) => [source, from, to]),
    restore(state) {
      open = Array.from({ length: state.length / 3 }, (_, i) => ({
        source: state[3 * i] as number,
        from: state[3 * i + 1] as number,
        to: state[3 * i + 2] as number,
      }));
    },
  };
}

/** The features of a step in increasing order, without duplicates. */
function tableOf(
  spans: readonly Span[],
  steps: number,
  feature: SpanEncoder['feature'],
): Extract<FeatureTable, { layout: 'binary' }> {
  const rowStart = new Int32Array(steps + 1);
  const active: number[] = [];
  for (let step = 0; step < steps; step++) {
    const start = active.length;
    for (const { source, from, to } of spans) {
      if (step < from || step >= to) continue;
      const on = feature(source, step - from);
      if (active.indexOf(on, start) < 0) active.push(on);
    }
    if (active.length > start + 1)
      active.splice(start, active.length - start, ...active.slice(start).sort((a, b) => a - b));
    rowStart[step + 1] = active.length;
  }
  return { layout: 'binary', firstStep: 0, rows: steps, rowStart, active: Int32Array.from(active) };
}
