import { defineArchitecture, type FeatureTable } from '../contracts/architecture.ts';
import { resolution } from '../contracts/resolution.ts';
import type { TrialWindow } from '../contracts/trial.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

/** x_i(t) = 1 at the onset of cue i, and the size of the reward at the step where one comes; 0 otherwise (Hennig et al. 2023). */
export default defineArchitecture({
  id: 'event-pulses',
  version: 1,
  title: 'Event pulses',
  summary:
    'One unit for the onset of each cue, and one for reward: current events only. The learner itself must remember past events and the time since them.',
  citation: {
    text: 'Hennig, Romero Pinto, Yamaguchi, Linderman, Uchida & Gershman 2023, PLoS Computational Biology 19:e1011067',
    doi: '10.1371/journal.pcbi.1011067',
  },
  parameters: resolution(),
  timescale: 'step',
  create(_, design) {
    const cues = design.cues.length;
    return shapeEncoder({
      size: cues + 1,
      layout: 'dense',
      contexts: design.contexts,
      label: (feature) => (feature < cues ? `${design.cues[feature]?.title}, onset` : 'reward'),
      build: (window) => pulses(window, cues),
    });
  },
});

function pulses({ rows, cues: shown, outcomes }: TrialWindow, cues: number): FeatureTable {
  const width = cues + 1;
  const values = new Float64Array(rows * width);
  for (const { cue, onset } of shown) if (onset < rows) values[onset * width + cue] = 1;
  for (const { step, magnitude } of outcomes) {
    const at = step * width + cues;
    if (step < rows) values[at] = (values[at] as number) + magnitude;
  }
  return { layout: 'dense', firstStep: 0, rows, columns: Int32Array.from({ length: width }, (_, i) => i), values };
}
