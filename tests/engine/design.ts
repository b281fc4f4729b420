import type { Design, GridDesign } from '../../src/contracts/design.ts';

/** A small design with every kind of event: cues, certain, uncertain and timed-by-chance rewards, omissions. */
const design: Design = {
  cues: [
    { id: 'a', title: 'light' },
    { id: 'b', title: 'tone' },
  ],
  trialTypes: {
    sure: {
      title: 'sure',
      cues: [{ cue: 'a', onsetSeconds: 0, durationSeconds: 0.5 }],
      rewards: [{ time: { kind: 'fixed', seconds: 1 }, magnitude: 2, probability: 1 }],
    },
    chance: {
      title: 'chance',
      cues: [
        { cue: 'a', onsetSeconds: 0, durationSeconds: 0.5 },
        { cue: 'b', onsetSeconds: 0.3, durationSeconds: 0.2 },
      ],
      rewards: [{ time: { kind: 'grid', seconds: [0.5, 1.5], weights: [1, 3] }, magnitude: 1, probability: 0.4 }],
    },
    bare: { title: 'bare', cues: [], rewards: [] },
  },
  phases: [
    { id: 'drawn', trials: 3000, plastic: true, mixture: { sure: 1, chance: 3 }, order: 'random' },
    { id: 'exact', trials: 100, plastic: false, mixture: { sure: 1, chance: 1, bare: 1 }, order: 'balanced' },
    { id: 'rows', trials: 10, plastic: true, mixture: { bare: 2, sure: 3 }, order: 'blocked' },
  ],
  iti: { kind: 'uniform', minSeconds: 1, maxSeconds: 2 },
  trialSeconds: 2,
};

/** On a grid that contains all its times. */
export const onGrid: GridDesign = { ...design, stepSeconds: 0.1 };
