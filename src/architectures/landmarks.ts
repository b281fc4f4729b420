import { squared } from '../core/power.ts';
import { defineArchitecture, type FeatureTable } from '../contracts/architecture.ts';
import { real, type Values } from '../contracts/parameters.ts';
import { byFactors, evenly } from '../contracts/searched.ts';
import { resolution } from '../contracts/resolution.ts';
import type { Design } from '../contracts/design.ts';
import type { StepCue, Trial, TrialWindow } from '../contracts/trial.ts';
import { orderOfCues, type Landmark, type Order } from './landmarks/lines.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

const parameters = {
  ...resolution(),
  precisionSeconds: real({
    default: 0.1,
    min: 0.001,
    max: 5,
    unit: 's',
    symbol: 's',
    searched: byFactors(0.02, 1),
    help: 'Standard deviation of the perceived position at a landmark',
  }),
  weber: real({
    default: 0.15,
    min: 0,
    max: 2,
    symbol: 'w',
    searched: evenly(0, 0.6),
    help: 'Growth of this standard deviation with the distance since the last landmark, as a share of that distance',
  }),
  anticipationSeconds: real({
    default: 0.6,
    min: 0.001,
    max: 5,
    unit: 's',
    symbol: 'l',
    searched: byFactors(0.05, 3),
    help: 'Standard deviation of the anticipated next position, before it is observed',
  }),
};
type P = Values<typeof parameters>;

/**
 * Two beliefs about the position p on a learned line (Mikhael, Kim, Uchida & Gershman 2022): as observed,
 *   x_i = N(i; p, s²), s² = s0² + (w d)², d the distance since the last landmark,
 * and as anticipated before the observation, x_{n+i} = N(i; p, max(l, s)²). Both add up to 1 over the positions no
 * further from p than the start (behind) and the reward (ahead); after the reward all are 0. p starts at a landmark and
 * advances at the pace measured between the last two neighbouring landmarks, but not past the end of a landmark that is
 * still visible. A cue is placed on a line when it first occurs; the reward position is the latest at which a reward
 * has come.
 */
export default defineArchitecture({
  id: 'landmarks',
  version: 2,
  title: 'Position by landmarks',
  summary:
    'The animal learns the order of landmarks, on a track or in time, and estimates its position: precisely at a landmark, and less precisely with distance from the last one. Before it observes the next position, it only anticipates it. Each time step represents both the observed and the anticipated position.',
  citation: { text: 'Mikhael, Kim, Uchida & Gershman 2022, Current Biology 32:1077', doi: '10.1016/j.cub.2022.01.025' },
  parameters,
  timescale: 'step',
  needsTrials: 'a line, such as a track, is followed once per trial, and starts again with the next',
  create(values, design) {
    const order = orderOfCues(design);
    const positions = Math.round(design.trialSeconds / design.stepSeconds);
    const { stepSeconds } = design;
    // Each cue is on at most one line.
    const half = design.cues.length * positions;
    const layout: Layout = { positions, half };
    /** Tables are reused as long as the learned lines stay the same. */
    const tables = () =>
      shapeEncoder({
        size: 2 * half,
        layout: 'dense',
        contexts: design.contexts,
        label(feature) {
          const place = feature % half;
          const line = Math.floor(place / positions);
          const seconds = Number(((place % positions) * stepSeconds).toFixed(6));
          return `line ${line + 1}, ${titleOf(order, line, design)}, ${seconds} s, ${feature < half ? 'seen' : 'anticipated'}`;
        },
        build: (window) => build(window, order, layout, values, stepSeconds),
      });
    let encoder = tables();

    return {
      size: encoder.size,
      layout: encoder.layout,
      label: (feature) => encoder.label(feature),
      encode(trial) {
        if (trial.plastic && order.meet(trial, positions)) encoder = tables();
        const table = encoder.encode(trial);
        if (trial.plastic && learnRewards(order, trial, positions)) encoder = tables();
        return table;
      },
      state: () => order.state(),
      restore(state) {
        order.restore(state);
        encoder = tables();
      },
    };
  },
});

interface Layout {
  /** For each line. */
  readonly positions: number;
  /** Features of the observed position; as many of the anticipated one follow. */
  readonly half: number;
}

function titleOf({ lines }: Order, line: number, { cues }: Design): string {
  const series = lines[line]?.cues;
  if (series === undefined) return 'not met';
  const [first, last] = [series[0], series.at(-1)].map((cue) => cues[cue ?? -1]?.title);
  return series.length === 1 ? `${first}` : `${first} to ${last}`;
}

function linesMet({ lines, ofCue }: Order, cues: readonly StepCue[]): readonly number[] {
  return [...lines.keys()].filter((line) => cues.some(({ cue }) => ofCue[cue]?.line === line));
}

function build(
  window: TrialWindow,
  order: Order,
  { positions, half }: Layout,
  values: P,
  stepSeconds: number,
): FeatureTable {
  const { rows } = window;
  const met = linesMet(order, window.cues);
  const seen = met.flatMap((line) => Array.from({ length: positions }, (_, i) => line * positions + i));
  const columns = Int32Array.from([...seen, ...seen.map((feature) => half + feature)]);
  const table = new Float64Array(rows * columns.length);
  met.forEach((line, place) => {
    const rewardAt = order.lines[line]?.rewardAt ?? Infinity;
    for (const { row, position, since } of positionsOn(line, window, order, positions).places) {
      const sd = Math.hypot(values.precisionSeconds / stepSeconds, values.weber * since);
      const reach = Math.min(position, position < rewardAt ? rewardAt - 1 - position : Infinity);
      const belief = (from: number, spread: number): void =>
        fillNormal(table, row * columns.length + from + place * positions, {
          positions,
          centre: position,
          reach,
          sd: spread,
        });
      belief(0, sd);
      belief(seen.length, Math.max(sd, values.anticipationSeconds / stepSeconds));
    }
  });
  return { layout: 'dense', firstStep: 0, rows, columns, values: table };
}

/** Records where on its lines the reward of a trial came; returns whether that changed anything. */
function learnRewards(order: Order, trial: Trial, positions: number): boolean {
  const window = { ...trial, rows: trial.steps - trial.zeroStep };
  const news = linesMet(order, trial.cues).map((line) => {
    const { rewardAt } = positionsOn(line, window, order, positions);
    return rewardAt !== undefined && order.reward(line, Math.round(rewardAt));
  });
  return news.includes(true);
}

interface Place {
  readonly row: number;
  readonly position: number;
  /** Positions since the last landmark. */
  readonly since: number;
}

interface Course {
  readonly places: readonly Place[];
  /** Position at which the reward came; absent if there was none. */
  readonly rewardAt?: number;
}

/** Position of the subject on the line in each row, from its first landmark until the reward or the end of the line. */
function positionsOn(line: number, { rows, cues, outcomes }: TrialWindow, { ofCue }: Order, positions: number): Course {
  const sights = cues.flatMap(({ cue, onset, steps }) => {
    const landmark = ofCue[cue];
    return landmark?.line === line ? [{ landmark, onset, steps }] : [];
  });
  const places: Place[] = [];
  let at: { landmark: Landmark; onset: number; steps: number } | undefined;
  let position = 0;
  let pace = 1;
  for (let row = 0; row < rows; row++) {
    const sight = sights.find(({ onset }) => onset === row);
    if (sight !== undefined) {
      if (at !== undefined && at.landmark.nextPosition === sight.landmark.position)
        pace = (sight.landmark.position - at.landmark.position) / (row - at.onset);
      at = sight;
      position = sight.landmark.position;
    } else if (at !== undefined) {
      const inSight = row < at.onset + at.steps;
      position = inSight
        ? Math.min(position + pace, Math.max(position, at.landmark.position + at.landmark.length - 1))
        : position + pace;
    }
    if (at === undefined) continue;
    if (outcomes.some(({ step, delivered }) => delivered && step <= row && step > (sights[0]?.onset ?? 0)))
      return { places, rewardAt: position };
    if (position <= positions - 1) places.push({ row, position, since: position - at.landmark.position });
  }
  return { places };
}

interface Normal {
  readonly positions: number;
  readonly centre: number;
  /** Half-width of the distribution. */
  readonly reach: number;
  readonly sd: number;
}

/** A normal distribution over the reachable positions, adding up to 1. */
function fillNormal(table: Float64Array, from: number, { positions, centre, reach, sd }: Normal): void {
  const first = Math.max(0, Math.ceil(centre - reach));
  const last = Math.min(positions - 1, Math.floor(centre + reach));
  let total = 0;
  for (let i = first; i <= last; i++) {
    const height = Math.exp(-squared((i - centre) / sd) / 2);
    table[from + i] = height;
    total += height;
  }
  if (total > 0) for (let i = first; i <= last; i++) table[from + i] = (table[from + i] as number) / total;
  // Narrower than the grid: all mass at the nearest position.
  else table[from + Math.min(positions - 1, Math.round(centre))] = 1;
}
