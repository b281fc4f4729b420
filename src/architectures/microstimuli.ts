import { power } from '../core/power.ts';
import { defineArchitecture, type FeatureTable } from '../contracts/architecture.ts';
import { flag, integer, real, timeConstant, type Values } from '../contracts/parameters.ts';
import { resolution } from '../contracts/resolution.ts';
import type { TrialWindow } from '../contracts/trial.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

const parameters = {
  ...resolution(),
  count: integer({ default: 50, min: 1, max: 500, symbol: 'm', help: 'Microstimuli of each cue (and of the reward)' }),
  decay: timeConstant({ perSecond: 'kept', default: 0.86, min: 0, max: 1, symbol: 'd', help: 'What is left of the memory trace after a second' }),
  width: real({ default: 0.08, min: 0.001, max: 10, symbol: 'σ', help: 'Width of each receptive field, in units of trace height' }),
  rewardMicrostimuli: flag({ default: true, help: 'A delivered reward has microstimuli too, as in the paper' }),
};

/**
 * Ludvig, Sutton & Kehoe 2008: a cue leaves a trace y that is 1 at its onset and decays by d a step (.985 of 50 ms, .74 a
 * second; in Jeong et al. 2022 .99 of .2 s, .95 a second);
 * microstimulus k of m sees it through a Gaussian at height k/m: x_k = y exp(-(y - k/m)² / 2σ²) / sqrt(2π).
 */
export default defineArchitecture({
  id: 'microstimuli',
  version: 2,
  title: 'Microstimuli',
  summary:
    'Each cue, and the reward, leaves a decaying memory trace that is seen through overlapping receptive fields: time is known well just after the cue and ever less well later.',
  citation: { text: 'Ludvig, Sutton & Kehoe 2008, Neural Computation 20:3034', doi: '10.1162/neco.2008.11-07-654' },
  parameters,
  timescale: 'step',
  create(values, design) {
    const sources = [...design.cues.map(({ title }) => title), ...(values.rewardMicrostimuli ? ['reward'] : [])];
    return shapeEncoder({
      size: sources.length * values.count,
      layout: 'dense',
      contexts: design.contexts,
      label: (feature) => `${sources[Math.floor(feature / values.count)]} microstimulus ${(feature % values.count) + 1}/${values.count}`,
      build: (window) => build(window, sources.map((_, source) => onsetsOf(window, source, design.cues.length)), values),
    });
  },
});

/** Steps at which a source (a cue, or after the cues the reward) starts its trace, in order. */
function onsetsOf(window: TrialWindow, source: number, cues: number): readonly number[] {
  const events =
    source < cues
      ? window.cues.filter(({ cue }) => cue === source).map(({ onset }) => onset)
      : window.outcomes.filter(({ delivered }) => delivered).map(({ step }) => step);
  return events.sort((a, b) => a - b);
}

/** Only sources that occur have columns. A source that comes again starts its trace anew. */
function build({ rows }: TrialWindow, onsets: readonly (readonly number[])[], values: Values<typeof parameters>): FeatureTable {
  const { count } = values;
  const occurring = onsets.flatMap((steps, source) => (steps.length === 0 ? [] : [{ steps, source }]));
  const columns = Int32Array.from(occurring.flatMap(({ source }) => Array.from({ length: count }, (_, k) => source * count + k)));
  const table = new Float64Array(rows * columns.length);
  occurring.forEach(({ steps }, place) => {
    for (let row = 0; row < rows; row++) {
      const onset = steps.findLast((step) => step <= row);
      if (onset !== undefined) fillFields(table, row * columns.length + place * count, row - onset, values);
    }
  });
  return { layout: 'dense', firstStep: 0, rows, columns, values: table };
}

function fillFields(table: Float64Array, offset: number, since: number, { count, decay, width }: Values<typeof parameters>): void {
  const trace = power(decay, since);
  for (let k = 0; k < count; k++) {
    const distance = trace - (k + 1) / count;
    table[offset + k] = (trace * Math.exp(-(distance * distance) / (2 * (width * width)))) / Math.sqrt(2 * Math.PI);
  }
}
