import { choice, integer, real, type Values } from '../../contracts/parameters.ts';
import { byFactors, evenly, onlyRoom } from '../../contracts/searched.ts';

/** Source of the subject's knowledge of the task. */
export const knowledgeParameters = {
  knowledge: choice({
    options: ['learned', 'trained'],
    default: 'learned',
    help: 'learned: counts since the start of the session, added to a prior; trained: the times and probabilities of the first phase of the subject’s design, known from previous training',
  }),
  priorStrength: real({
    default: 1,
    min: 0.01,
    max: 1000,
    unit: 'occurrences',
    symbol: 'n0',
    searched: byFactors(0.1, 100),
    help: 'Weight of the prior, in number of occurrences of each set of cues and of the interval between them (learned knowledge)',
  }),
  priorIntervalSeconds: real({
    default: 30,
    min: 0.1,
    max: 10_000,
    unit: 's',
    symbol: 'τ0',
    searched: byFactors(3, 300),
    help: 'Prior mean time between cues, and between unpredicted rewards (learned knowledge)',
  }),
  longestSeconds: real({
    default: 20,
    min: 0.2,
    max: 120,
    unit: 's',
    symbol: 'L',
    searched: byFactors(5, 60),
    help: 'Maximum interval after a cue that is timed (learned knowledge)',
  }),
  timingStrength: real({
    default: 0.001,
    min: 1e-6,
    max: 1000,
    unit: 'occurrences',
    symbol: 'nt',
    searched: byFactors(1e-6, 10),
    help: 'Weight of the uniform prior over reward times, in number of occurrences; a smaller weight makes the subject more certain that a reward occurs at the same time as before (learned knowledge)',
  }),
  timingSeconds: real({
    default: 0.02,
    min: 0,
    max: 5,
    unit: 's',
    symbol: 'σ',
    searched: byFactors(0.01, 1),
    help: 'Standard deviation of the remembered time of a reward (learned knowledge)',
  }),
  togetherSeconds: real({
    default: 2,
    min: 0,
    max: 60,
    unit: 's',
    searched: evenly(0, 20),
    help: 'Cues that begin within this time after the end of the last one, without a reward in between, belong to one set, which is identified by their order and spacing (learned knowledge)',
  }),
  sets: integer({
    default: 16,
    min: 1,
    max: 64,
    unit: 'sets',
    searched: onlyRoom,
    help: 'Maximum number of known sets of cues; further sets predict nothing (learned knowledge)',
  }),
  forgetting: real({
    default: 0,
    min: 0,
    max: 0.9,
    unit: 'per occurrence',
    symbol: 'φ',
    searched: evenly(0, 0.5),
    help: 'Share of the counts that is forgotten at each occurrence of a set of cues, or of the interval between them (learned knowledge)',
  }),
};
export type Knowledge = Values<typeof knowledgeParameters>;
