// A small recording, without a file.
import type { Found } from '../../src/contracts/reader.ts';
import type { Mapping } from '../../src/recorded/mapping.ts';

export const foundOf = (given: Partial<Found>): Found => ({
  signals: [],
  events: [],
  units: [],
  tables: [],
  startsAt: undefined,
  questions: [],
  warnings: [],
  ...given,
});

export const mappingOf = (given: Partial<Mapping>): Mapping => ({
  phasicMapping: 1,
  answers: {},
  cues: [],
  rewards: [],
  ...given,
});

/** A tone at 10, 25, 41.25, 60 s; water 2 s after it, except after the third. A free drop at 50 s. */
export const toneSession = foundOf({
  events: [
    { id: 'tone', times: Float64Array.of(10, 25, 41.25, 60), ends: Float64Array.of(11, 26, 42.25, 61) },
    { id: 'water', times: Float64Array.of(12, 27, 50, 62) },
  ],
});

export const toneMapping = mappingOf({
  cues: [{ times: { events: 'tone' }, title: 'tone', durationSeconds: 5 }],
  rewards: [{ times: { events: 'water' }, title: 'water', size: 1 }],
});
