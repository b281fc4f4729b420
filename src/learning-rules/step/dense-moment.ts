import type { FeatureStrip } from '../../contracts/architecture.ts';
import type { Trace } from '../../contracts/linear-td.ts';
import { columnProduct, copyRow } from './dense-rows.ts';
import type { DenseTable, Kernel, KernelRows } from './kernel.ts';
import { LastStrips } from './last-strips.ts';
import { restThrough, Traces } from './traces.ts';

/** The previous row of dense features, and all traces. */
export interface DenseMoment {
  /** Traces of all features, including the columns. */
  readonly eligibility: Float64Array;
  /** Features with a trace that are neither columns nor in strips. */
  readonly others: Traces;
  /** The previous row if it was of strips; it then has no columns. */
  readonly lastStrips: LastStrips;
  /** Columns of the previous row, and its features, one per column. */
  columns: Int32Array;
  readonly last: Float64Array;
  /** Storage for the next row. */
  readonly entering: Float64Array;
  /** V(x) of the row, under the current weights and as displayed. */
  before: number;
  shown: number;
  /** True if the next row ends no transition. */
  isFirst: boolean;
}

/** The loops over rows, apart from the first row of a table without strips. */
interface Loops {
  /** Rows of a table after its first. */
  runOn(moment: DenseMoment, table: DenseTable, rows: KernelRows): void;
  /** All rows of a table of strips; or the row in which there are none any longer. */
  runStrips?(moment: DenseMoment, strips: readonly FeatureStrip[], rows: KernelRows): void;
}

const none = new Int32Array(0);

/** TD(λ) on dense features. This part handles a table's first row, and rows without features. */
export function denseKernel(trace: Trace, size: number, { runOn, runStrips }: Loops): Kernel<'dense'> {
  const others = new Traces(size);
  const lastStrips = new LastStrips();
  const moment: DenseMoment = {
    eligibility: others.eligibility,
    others,
    lastStrips,
    columns: none,
    last: new Float64Array(size),
    entering: new Float64Array(size),
    before: 0,
    shown: 0,
    isFirst: false,
  };

  function clear(): void {
    for (const feature of moment.columns) moment.eligibility[feature] = 0;
    others.clear();
    lastStrips.clear(moment.eligibility);
    moment.columns = none;
    moment.before = 0;
    moment.shown = 0;
    moment.isFirst = false;
  }

  return {
    runSteps(table, rows) {
      if (rows.rows === 0) return;
      if (runStrips !== undefined && table?.strips !== undefined) return runStrips(moment, table.strips, rows);
      if (runStrips !== undefined && lastStrips.strips.length > 0) runStrips(moment, [], rows);
      else step(moment, trace, table, rows);
      if (table === undefined) restThrough(others, rows, 1, rows.rows);
      else runOn(moment, table, rows);
    },
    begin(weights) {
      others.settle(weights);
      lastStrips.learn(weights, moment.eligibility);
      clear();
      moment.isFirst = true;
    },
    show(weights) {
      others.show(weights);
      lastStrips.show(weights, moment.eligibility);
    },
    hide(weights) {
      others.hide(weights);
      lastStrips.hide(weights);
    },
    state() {
      const { columns, last, eligibility, before, shown, isFirst } = moment;
      return [
        Number(isFirst),
        before,
        shown,
        columns.length,
        ...columns,
        ...last.subarray(0, columns.length),
        ...Array.from(columns, (feature) => eligibility[feature]),
        ...lastStrips.state(eligibility),
        ...others.state(),
      ];
    },
    restore(state, from) {
      clear();
      const width = state[from + 3];
      const part = (place: number): number[] =>
        Array.from({ length: width }, (_, i) => state[from + 4 + place * width + i]);
      others.restore(state, lastStrips.restore(state, from + 4 + 3 * width, moment.eligibility));
      Object.assign(moment, {
        isFirst: state[from] === 1,
        before: state[from + 1],
        shown: state[from + 2],
        columns: Int32Array.from(part(0)),
      });
      moment.last.set(part(1));
      part(2).forEach((one, i) => {
        moment.eligibility[moment.columns[i]] = one;
      });
    },
  };
}

/** The first row of a table, or of rows without features: its columns may differ from those of the previous row. */
function step(
  moment: DenseMoment,
  trace: Trace,
  table: DenseTable | undefined,
  { from, weights, discount, traceRetention, intervention, learningRate, reward, offset, rpe, value }: KernelRows,
): void {
  const { eligibility, others, last, entering, columns, before, isFirst } = moment;
  const width = columns.length;
  if (table !== undefined) copyRow(table, 0, entering);
  const drift = trace === 'dutch' ? before - moment.shown : 0;
  const entered = table?.columns ?? none;
  const changes = !isSame(columns, entered);
  if (changes) {
    // A feature that becomes a column may have a trace, and weights with pending updates.
    others.settle(weights);
    others.decay(traceRetention);
  }
  if (!isFirst) fadeAndAdd(trace, moment, traceRetention, learningRate);
  const next = columnProduct(weights, entered, entering);
  const rawError = isFirst ? 0 : reward[from] + discount * next - before;
  const tdError = intervention === undefined || isFirst ? rawError : intervention(from, rawError);
  rpe[offset] = tdError;
  value[offset] = next;
  const amount = isFirst ? 0 : learningRate * (tdError + drift);
  if (changes) others.learn(weights, amount);
  else others.rest(weights, amount, traceRetention);
  for (let i = 0; i < width; i++) {
    const feature = columns[i];
    weights[feature] = weights[feature] + amount * eligibility[feature];
    if (drift !== 0) weights[feature] = weights[feature] + -learningRate * drift * last[i];
  }
  moment.isFirst = false;
  moment.shown = next;
  if (changes) enter(moment, entered);
  for (let i = 0; i < entered.length; i++) last[i] = entering[i];
  // One step changes V(x) by e·x times the step.
  moment.before =
    trace === 'accumulating'
      ? next + amount * columnProduct(eligibility, entered, entering)
      : columnProduct(weights, entered, entering);
}

/** e <- γλe + x (accumulating), max(γλe, x) (replacing), γλe + (1 - αγλ e·x) x (dutch), of the columns of the row before. */
function fadeAndAdd(
  trace: Trace,
  { eligibility, columns, last }: DenseMoment,
  retention: number,
  learningRate: number,
): void {
  let overlap = 0;
  for (let i = 0; i < columns.length; i++) {
    const feature = columns[i];
    eligibility[feature] = retention * eligibility[feature];
    overlap += eligibility[feature] * last[i];
  }
  const share = trace === 'dutch' ? 1 - learningRate * overlap : 1;
  for (let i = 0; i < columns.length; i++) {
    const feature = columns[i];
    const old = eligibility[feature];
    eligibility[feature] = trace === 'replacing' ? Math.max(old, last[i]) : old + share * last[i];
  }
}

/** Makes these features the columns. Traces of former columns are kept and decay. */
function enter(moment: DenseMoment, columns: Int32Array): void {
  const { others, eligibility } = moment;
  for (let i = 0; i < moment.columns.length; i++) {
    const feature = moment.columns[i];
    if (eligibility[feature] !== 0) others.list(feature);
  }
  if (others.count > 0) others.unlist(columns);
  moment.columns = columns;
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
