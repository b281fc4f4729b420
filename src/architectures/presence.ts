import { defineArchitecture } from '../contracts/architecture.ts';
import { resolution } from '../contracts/resolution.ts';
import type { Trial } from '../contracts/trial.ts';
import { binaryTable } from './tables/binary-table.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';
import { spanEncoder, type Span } from './tables/span-encoder.ts';

/** x_i(t) = 1 while cue i is on, else 0 (Sutton & Barto 1990). */
export default defineArchitecture({
  id: 'presence',
  version: 2,
  title: 'Presence',
  summary:
    'One unit for each cue, on while the cue is on. The time since its onset is not represented, so no moment of a trial can be told from another.',
  citation: {
    text: 'Sutton & Barto 1990, Time-derivative models of Pavlovian reinforcement, in Gabriel & Moore (eds), Learning and Computational Neuroscience, MIT Press',
  },
  parameters: resolution(),
  timescale: 'step',
  lasting: true,
  create(_, { cues, contexts }) {
    const shared = { size: cues.length, contexts, label: (feature: number) => `${cues[feature]?.title}` };
    const lasting = spanEncoder({ ...shared, spans: spansOf, feature: (cue) => cue });
    // Most cues end with their trial; then equal trials have equal tables.
    const within = shapeEncoder({
      ...shared,
      layout: 'binary',
      build: (window) =>
        binaryTable(window.rows, (mark) => {
          for (const { cue, onset, steps } of window.cues) for (let k = 0; k < steps; k++) mark(onset + k, cue);
        }),
    });
    return { ...lasting, encode: (trial) => (lasting.isIdle() && endsWithin(trial) ? within : lasting).encode(trial) };
  },
});

const endsWithin = ({ cues, zeroStep, steps: length }: Trial): boolean =>
  cues.every(({ onset, steps }) => zeroStep + onset + steps <= length);

const spansOf = ({ cues, zeroStep }: Trial, before: readonly Span[]): readonly Span[] => [
  ...before,
  ...cues.map(({ cue, onset, steps }) => ({ source: cue, from: zeroStep + onset, to: zeroStep + onset + steps })),
];
