import type { NwbSession } from '../../src/writers/nwb/session.ts';

/** One of everything. */
export const smallSession: NwbSession = {
  identifier: 'abc',
  sessionId: 'one',
  description: 'A made session.',
  experiment: 'None.',
  keywords: ['made'],
  publications: ['10.1126/science.275.5306.1593'],
  notes: 'Made up.',
  script: { fileName: 'spec.json', text: '{}\n' },
  startsAt: '2026-01-02T03:04:05.000Z',
  createdAt: '2026-01-02T03:04:06.000Z',
  subject: { id: 'nobody', description: 'simulated', isSimulated: true },
  recorded: [
    {
      name: 'recorded',
      description: 'Recorded',
      unit: 'dF/F',
      clock: { startSeconds: 0, rateHz: 1 / 0.03 },
      values: new Float64Array([0.1, Number.NaN, 1 / 3, -5]),
    },
  ],
  model: {
    description: 'Of the model',
    series: [
      {
        name: 'rpe',
        description: 'RPE',
        unit: 'reward units',
        clock: { startSeconds: 0, rateHz: 20 },
        values: new Float64Array([0, 1, -0.5]),
      },
      {
        name: 'units',
        description: 'Units',
        unit: 'spikes/s',
        clock: { startSeconds: 0, rateHz: 20 },
        values: new Float64Array([1, 2, 3, 4, 5, 6]),
        columns: ['left', 'right'],
      },
    ],
  },
  events: [
    {
      name: 'reward',
      description: 'Rewards',
      unit: 'ml',
      times: new Float64Array([2.25]),
      values: new Float64Array([0.7]),
    },
  ],
  trials: {
    name: 'trials',
    description: 'Trials',
    starts: new Float64Array([0, 6]),
    stops: new Float64Array([6, 12]),
    columns: [
      { name: 'trial_type', description: 'Type', values: ['Größe', ''] },
      { name: 'magnitude', description: 'Size', values: new Float64Array([0.7, Number.NaN]) },
    ],
  },
  intervals: [
    {
      name: 'cue_tone',
      description: 'Tone',
      starts: new Float64Array([0.5, 7]),
      stops: new Float64Array([1.5, 8]),
      columns: [],
    },
  ],
  units: {
    description: 'Made neurons',
    spikes: [new Float64Array([0.1, 0.2]), new Float64Array(), new Float64Array([3.000001])],
    resolutionSeconds: 1e-6,
    observed: new Float64Array([0, 5, 6, 10]),
  },
};
