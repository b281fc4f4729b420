import { squared } from '../core/power.ts';
import { defineArchitecture, type FeatureTable } from '../contracts/architecture.ts';
import { real, type Values } from '../contracts/parameters.ts';
import { resolution } from '../contracts/resolution.ts';
import type { TrialWindow } from '../contracts/trial.ts';
import { landmarksOf, type Landmark, type Landmarks, type Line } from './landmarks/lines.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

const parameters = {
  ...resolution(),
  precisionSeconds: real({ default: 0.1, min: 0.001, max: 5, unit: 's', symbol: 's', help: 'standard deviation of where the animal takes itself to be, at a landmark' }),
  weber: real({ default: 0.15, min: 0, max: 2, symbol: 'w', help: 'how much it grows with the way since the last landmark, as a share of that way' }),
  anticipationSeconds: real({ default: 0.6, min: 0.001, max: 5, unit: 's', symbol: 'l', help: 'standard deviation of where it expects to be next, before it has seen it' }),
};
type P = Values<typeof parameters>;

/**
 * Position p on a line known from training, believed in twice (Mikhael, Kim, Uchida & Gershman 2022): with what is seen,
 *   x_i = N(i; p, s²), s² = s0² + (w d)², d the way since the last landmark,
 * and as it was anticipated before it was seen, x_{n+i} = N(i; p, max(l, s)²). Both add up to 1 over the positions no further from p than
 * the start and the reward are, of which one is behind and the other, as it has not come yet, ahead; after it there are none. p starts at a landmark and moves on at the pace of the last stretch between two
 * neighbouring ones, but not past the end of a landmark that is still in sight.
 */
export default defineArchitecture({
  id: 'landmarks',
  version: 1,
  title: 'Position by landmarks',
  summary:
    'The animal knows the order of what it meets, on a track or in time, and takes itself to be somewhere on it: surely where there is a landmark, and ever less so the further the last one is behind. What comes next it can only guess until it sees it. Each moment has both, the position as seen and as it was anticipated.',
  citation: { text: 'Mikhael, Kim, Uchida & Gershman 2022, Current Biology 32:1077', doi: '10.1016/j.cub.2022.01.025' },
  parameters,
  timescale: 'step',
  needsTrials: 'a line, such as a track, is run along once a trial, and begins anew with the next',
  create(values, design) {
    const known = landmarksOf(design);
    const starts = [0];
    for (const { positions } of known.lines) starts.push((starts.at(-1) as number) + positions);
    const positions = starts.at(-1) as number;
    const { stepSeconds } = design;
    return shapeEncoder({
      size: 2 * positions,
      layout: 'dense',
      contexts: design.contexts,
      label(feature) {
        const place = feature % positions;
        const line = starts.findLastIndex((start) => start <= place);
        const seconds = Number(((place - (starts[line] as number)) * stepSeconds).toFixed(6));
        return `line ${line + 1}, ${known.lines[line]?.title}, ${seconds} s, ${feature < positions ? 'seen' : 'anticipated'}`;
      },
      build: (window) => build(window, known, starts, values, stepSeconds),
    });
  },
});

function build(window: TrialWindow, known: Landmarks, starts: readonly number[], values: P, stepSeconds: number): FeatureTable {
  const { rows } = window;
  const half = starts.at(-1) as number;
  const met = known.lines.flatMap((line, index) => (window.cues.some(({ cue }) => known.ofCue[cue]?.line === index) ? [{ line, index }] : []));
  const seen = met.flatMap(({ line, index }) => Array.from({ length: line.positions }, (_, i) => (starts[index] as number) + i));
  const columns = Int32Array.from([...seen, ...seen.map((feature) => half + feature)]);
  const table = new Float64Array(rows * columns.length);
  let place = 0;
  for (const { line, index } of met) {
    for (const { row, position, since } of positionsOn(line, index, window, known)) {
      const sd = Math.hypot(values.precisionSeconds / stepSeconds, values.weber * since);
      const reach = Math.min(position, position < line.rewardAt ? line.rewardAt - 1 - position : Infinity);
      const belief = (half: number, spread: number): void => fillNormal(table, row * columns.length + half + place, { positions: line.positions, centre: position, reach, sd: spread });
      belief(0, sd);
      belief(seen.length, Math.max(sd, values.anticipationSeconds / stepSeconds));
    }
    place += line.positions;
  }
  return { layout: 'dense', firstStep: 0, rows, columns, values: table };
}

interface Place {
  readonly row: number;
  readonly position: number;
  /** Positions since the last landmark. */
  readonly since: number;
}

/** Where on the line the animal is in each row from its first landmark until the reward, or the end of the line. */
function positionsOn(line: Line, index: number, { rows, cues, outcomes }: TrialWindow, known: Landmarks): readonly Place[] {
  const sights = cues.flatMap(({ cue, onset, steps }) => {
    const landmark = known.ofCue[cue];
    return landmark?.line === index ? [{ landmark, onset, steps }] : [];
  });
  const places: Place[] = [];
  let at: { landmark: Landmark; onset: number; steps: number } | undefined;
  let position = 0;
  let pace = 1;
  for (let row = 0; row < rows; row++) {
    const sight = sights.find(({ onset }) => onset === row);
    if (sight !== undefined) {
      if (at !== undefined && at.landmark.nextPosition === sight.landmark.position) pace = (sight.landmark.position - at.landmark.position) / (row - at.onset);
      at = sight;
      position = sight.landmark.position;
    } else if (at !== undefined) {
      const inSight = row < at.onset + at.steps;
      position = inSight ? Math.min(position + pace, Math.max(position, at.landmark.position + at.landmark.length - 1)) : position + pace;
    }
    const rewarded = at !== undefined && outcomes.some(({ step, delivered }) => delivered && step <= row && step > (sights[0]?.onset ?? 0));
    if (at === undefined || rewarded || position > line.positions - 1) continue;
    places.push({ row, position, since: position - at.landmark.position });
  }
  return places;
}

interface Normal {
  readonly positions: number;
  readonly centre: number;
  /** How far from its centre it goes. */
  readonly reach: number;
  readonly sd: number;
}

/** A normal distribution over the positions within reach, adding up to 1. */
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
  // Narrower than the grid: all of it at the nearest position.
  else table[from + Math.min(positions - 1, Math.round(centre))] = 1;
}
