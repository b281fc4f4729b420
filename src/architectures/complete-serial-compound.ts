import { defineArchitecture } from '../contracts/architecture.ts';
import { flag, real } from '../contracts/parameters.ts';
import { resolution } from '../contracts/resolution.ts';
import type { TrialWindow } from '../contracts/trial.ts';
import { binaryTable } from './tables/binary-table.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

/** x_{i,k}(t) = 1 if t - onset_i = k, else 0 (Montague, Dayan & Sejnowski 1996: a tapped delay line). */
export default defineArchitecture({
  id: 'complete-serial-compound',
  version: 1,
  title: 'Complete serial compound',
  summary:
    'A delay line for each cue: one unit for every time step since the cue came on, so that each moment of a trial has a weight of its own and time is known exactly.',
  citation: {
    text: 'Montague, Dayan & Sejnowski 1996, Journal of Neuroscience 16:1936',
    doi: '10.1523/JNEUROSCI.16-05-01936.1996',
  },
  parameters: {
    ...resolution(),
    resetAtReward: flag({
      default: false,
      help: 'A delivered reward ends the delay lines of the cues before it, for the rest of the trial',
    }),
    serialSeconds: real({
      default: 60,
      min: 0.1,
      max: 60,
      unit: 's',
      help: 'Length of each delay line, from cue onset; no line outlasts the trial',
    }),
  },
  timescale: 'step',
  create({ resetAtReward, serialSeconds }, design) {
    const units = Math.max(1, Math.round(Math.min(serialSeconds, design.trialSeconds) / design.stepSeconds));
    return shapeEncoder({
      size: design.cues.length * units,
      layout: 'binary',
      contexts: design.contexts,
      label: (feature) => {
        const seconds = (feature % units) * design.stepSeconds;
        return `${design.cues[Math.floor(feature / units)]?.title} + ${Number(seconds.toFixed(6))} s`;
      },
      build: (window) =>
        binaryTable(window.rows, (mark) => {
          for (const { cue, onset } of window.cues) {
            const length = Math.min(units, resetAtReward ? stepsToReward(window, onset) : Infinity);
            for (let k = 0; k < length; k++) mark(onset + k, cue * units + k);
          }
        }),
    });
  },
});

/** Steps from a cue's onset to the first reward delivered after it. */
function stepsToReward({ outcomes }: TrialWindow, onset: number): number {
  const reward = outcomes.find(({ step, delivered }) => delivered && step > onset);
  return reward === undefined ? Infinity : reward.step - onset;
}
