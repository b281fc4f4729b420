// A session of 40 s at 4 Hz with two trials, and what a model computed in it at 2 Hz: numbers that can be told apart.
import { combined } from '../../../src/recorded/combine.ts';
import { recordedSession } from '../../../src/recorded/session.ts';
import { takenOf, type ModelSteps, type Taken } from '../../../src/recorded/taken/taken.ts';
import type { Opened } from '../../../src/recorded/open.ts';
import csv from '../../../src/readers/csv.ts';
import { foundOf, mappingOf } from '../found.ts';
import { memoryRecording, sampled } from '../memory-recording.ts';

const signal = sampled(4, 40, (t) => 10 + t);

/** Tones at 5 and 20 s; water at 7 s, and none after the second tone, when it usually comes: at 22 s. */
export const recording = combined([
  {
    ...memoryRecording(
      { 'dLight 470 nm': signal },
      foundOf({
        events: [
          { id: 'tone', times: Float64Array.of(5, 20), ends: Float64Array.of(6, 21) },
          { id: 'water', times: Float64Array.of(7) },
        ],
      }),
    ),
    reader: csv,
    files: ['mouse 3.csv'],
  } satisfies Opened,
]);

export const mapping = mappingOf({
  signal: 'dLight 470 nm',
  cues: [{ times: { events: 'tone' }, title: 'tone', durationSeconds: 1 }],
  rewards: [{ times: { events: 'water' }, title: 'water', size: 1 }],
});

const numbered = (factor: number): Float64Array => Float64Array.from({ length: 60 }, (_, step) => step * factor);

/** Step k is from k / 2 s on, and its RPE is k; 30 s are modelled. */
const model: ModelSteps = {
  agent: 'td-csc',
  stepSeconds: 0.5,
  rpe: numbered(1),
  value: numbered(-1),
  recorded: { values: numbered(10), unit: 'spikes/s', title: 'Spikes' },
  hash: 'abc',
  spec: {
    phasic: 3,
    world: { id: 'own-design', parameters: {} },
    design: recordedSession(recording.found, mapping).design,
    agent: {
      id: 'td-csc',
      architecture: { id: 'csc', parameters: {} },
      objective: { id: 'discounted', parameters: {} },
      learningRule: { id: 'td-zero', parameters: {} },
    },
    recording: { id: 'identity', parameters: {} },
    seed: 1,
    backend: 'fused',
  },
  phasic: '0.2.0',
};

export const taken = (): Promise<Taken> => takenOf(recording, mapping, { model });
