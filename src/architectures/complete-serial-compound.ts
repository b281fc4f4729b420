import { defineArchitecture } from '../contracts/architecture.ts';
import { boundaries } from '../contracts/boundary.ts';
import { choice, flag, real } from '../contracts/parameters.ts';
import { byFactors } from '../contracts/searched.ts';
import { resolution } from '../contracts/resolution.ts';
import type { Trial, TrialWindow } from '../contracts/trial.ts';
import { binaryTable } from './tables/binary-table.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';
import { spanEncoder, type Span } from './tables/span-encoder.ts';

/**
 * x_{i,k}(t) = 1 if t - onset_i = k, else 0 (Montague, Dayan & Sejnowski 1996: a tapped delay line). There, as in
 * Schultz, Dayan & Montague 1997 (doi:10.1126/science.275.5306.1593), a line is as long as the simulated trials, and
 * the time between them is left out.
 */
export default defineArchitecture({
  id: 'complete-serial-compound',
  version: 2,
  title: 'Complete serial compound',
  summary:
    'A delay line for each cue: one unit for every time step since the cue came on, so that each moment of a trial has its own weight and time is known exactly.',
  citation: {
    text: 'Montague, Dayan & Sejnowski 1996, Journal of Neuroscience 16:1936',
    doi: '10.1523/JNEUROSCI.16-05-01936.1996',
  },
  parameters: {
    ...resolution(),
    resetAtReward: flag({
      default: false,
      help: 'Whether a delivered reward ends the delay lines of the cues before it',
    }),
    serialSeconds: real({
      default: 60,
      min: 0.1,
      max: 60,
      unit: 's',
      searched: byFactors(0.5, 60),
      help: 'Length of each delay line, from cue onset; with boundary reset every line ends with the trial',
    }),
    boundary: choice({
      options: boundaries,
      default: 'reset',
      help: 'reset: delay lines end with the trial, as published; continuous: they continue through the interval after it, and restart at the next onset of the same cue',
    }),
  },
  timescale: 'step',
  create({ resetAtReward, serialSeconds, boundary }, design) {
    const { cues, contexts, trialSeconds, stepSeconds } = design;
    const longest = boundary === 'reset' ? Math.min(serialSeconds, trialSeconds) : serialSeconds;
    const units = Math.max(1, Math.round(longest / stepSeconds));
    const shared = {
      size: cues.length * units,
      contexts,
      label: (feature: number) =>
        `${cues[Math.floor(feature / units)]?.title} + ${Number(((feature % units) * stepSeconds).toFixed(6))} s`,
    };
    if (boundary === 'continuous') {
      return spanEncoder({
        ...shared,
        spans: (trial, before) => linesOf(trial, before, units, resetAtReward),
        feature: (cue, since) => cue * units + since,
      });
    }
    return shapeEncoder({
      ...shared,
      layout: 'binary',
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

/**
 * The lines that are active in a trial: each ends after its units, at its cue's next onset, or at a reward if that
 * resets it.
 */
function linesOf(
  { cues, outcomes, zeroStep }: Trial,
  before: readonly Span[],
  units: number,
  resetAtReward: boolean,
): readonly Span[] {
  const begun = cues.map(({ cue, onset }) => ({ source: cue, from: zeroStep + onset, to: zeroStep + onset + units }));
  const lines = [...before, ...begun];
  return lines.map((line) => {
    const again = begun
      .filter(({ source, from }) => source === line.source && from > line.from)
      .map(({ from }) => from);
    const rewards = resetAtReward
      ? outcomes
          .filter(({ step, delivered }) => delivered && zeroStep + step > line.from)
          .map(({ step }) => zeroStep + step)
      : [];
    // A reward before the trial has already ended a line.
    return { ...line, to: Math.min(line.to, ...again, ...rewards.filter((step) => step >= 0)) };
  });
}
