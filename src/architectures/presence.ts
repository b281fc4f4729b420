import { defineArchitecture } from '../contracts/architecture.ts';
import { resolution } from '../contracts/resolution.ts';
import { binaryTable } from './tables/binary-table.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

/** x_i(t) = 1 while cue i is on, else 0 (Sutton & Barto 1990). */
export default defineArchitecture({
  id: 'presence',
  version: 1,
  title: 'Presence',
  summary:
    'One unit for each cue, on while the cue is on. The time since its onset is not represented, so no moment of a trial can be told from another.',
  citation: {
    text: 'Sutton & Barto 1990, Time-derivative models of Pavlovian reinforcement, in Gabriel & Moore (eds), Learning and Computational Neuroscience, MIT Press',
  },
  parameters: resolution(),
  timescale: 'step',
  create(_, design) {
    return shapeEncoder({
      size: design.cues.length,
      layout: 'binary',
      contexts: design.contexts,
      label: (feature) => `${design.cues[feature]?.title}`,
      build: (window) =>
        binaryTable(window.rows, (mark) => {
          for (const { cue, onset, steps } of window.cues) {
            for (let k = 0; k < steps; k++) mark(onset + k, cue);
          }
        }),
    });
  },
});
