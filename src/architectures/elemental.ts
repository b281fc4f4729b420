import { defineArchitecture } from '../contracts/architecture.ts';
import type { FeatureTable } from '../contracts/architecture.ts';
import type { StepCue, Trial } from '../contracts/trial.ts';
import { binaryTable } from './tables/binary-table.ts';
import { withInterval } from './tables/context-rows.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

/** x_i = 1 in a trial with cue i, else 0 (Rescorla & Wagner 1972): a trial is one moment, its rows only show it. */
export default defineArchitecture({
  id: 'elemental',
  version: 1,
  title: 'Elemental cues',
  summary:
    'One unit for each cue, on in the trials that have the cue. For rules that learn once a trial: the unit stays on from the cue to the outcome, however long the cue itself lasts.',
  citation: {
    text: 'Rescorla & Wagner 1972, A theory of Pavlovian conditioning, in Black & Prokasy (eds), Classical Conditioning II, Appleton-Century-Crofts',
  },
  parameters: {},
  timescale: 'trial',
  create(_, design) {
    const units = [...design.cues, ...(design.contexts ?? [])];
    const encoder = shapeEncoder({
      size: units.length,
      layout: 'binary',
      label: (feature) => `${units[feature]?.title}`,
      build: (trial) =>
        binaryTable(trial, (mark) => {
          for (const cue of trial.cues) {
            for (let row = cue.onset; row <= lastRow(trial, cue); row++) mark(row, cue.cue);
          }
          for (let row = 0; trial.context >= 0 && row <= lastContextRow(trial); row++) mark(row, design.cues.length + trial.context);
        }),
    });
    // What the place predicts is there before the trial too: what an animal does then is the baseline of what it does in a CS.
    const encode = (trial: Trial): FeatureTable => {
      const table = encoder.encode(trial) as Extract<FeatureTable, { layout: 'binary' }>;
      return trial.context < 0 || encoder.size === design.cues.length ? table : withInterval(table, trial, design.cues.length + trial.context);
    };
    return { ...encoder, encode };
  },
});

/** The last outcome that the cue precedes; where there is none, the end of the trial's cues, so that they are still compounded. */
function lastRow(trial: Trial, cue: StepCue): number {
  const outcome = trial.outcomes.at(-1)?.step ?? -1;
  return outcome >= cue.onset ? outcome : Math.max(...trial.cues.map(({ onset, steps }) => onset + steps - 1));
}

/** A context is one more cue, as long as the others; where nothing happens, for the whole trial. */
function lastContextRow(trial: Trial): number {
  const last = Math.max(-1, ...trial.outcomes.map(({ step }) => step), ...trial.cues.map((cue) => lastRow(trial, cue)));
  return last >= 0 ? last : trial.steps - trial.zeroStep - 1;
}
