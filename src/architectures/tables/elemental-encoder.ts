import type { Encoder, FeatureTable } from '../../contracts/architecture.ts';
import type { Design } from '../../contracts/design.ts';
import type { StepCue, Trial } from '../../contracts/trial.ts';
import { binaryTable } from './binary-table.ts';
import { withInterval } from './context-rows.ts';
import { shapeEncoder } from './shape-encoder.ts';

/**
 * A unit for each cue and each context, and one for each of the given compounds (indices of cues, in order), on in the trials
 * that show that compound and no other cue. A trial is one moment; its rows only show it.
 */
export function elementalEncoder(design: Design, compounds: readonly (readonly number[])[] = []): Encoder {
  const places = design.contexts ?? [];
  const firstPlace = design.cues.length;
  const firstCompound = firstPlace + places.length;
  const names = [
    ...[...design.cues, ...places].map(({ title }) => title),
    ...compounds.map((compound) => compound.map((cue) => design.cues[cue]?.title).join(' & ')),
  ];
  const compoundAt = new Map(compounds.map((compound, i) => [compound.join(), firstCompound + i]));
  const encoder = shapeEncoder({
    size: names.length,
    layout: 'binary',
    label: (feature) => `${names[feature]}`,
    build: (trial) =>
      binaryTable(trial, (mark) => {
        for (const cue of trial.cues) {
          for (let row = cue.onset; row <= lastRow(trial, cue); row++) mark(row, cue.cue);
        }
        const compound = compoundAt.get(compoundOf(trial.cues.map(({ cue }) => cue)).join());
        if (compound !== undefined) for (const row of sharedRows(trial)) mark(row, compound);
        for (let row = 0; trial.context >= 0 && row <= lastContextRow(trial); row++) mark(row, firstPlace + trial.context);
      }),
  });
  // What the place predicts is there before the trial too: what an animal does then is the baseline of what it does in a CS.
  const encode = (trial: Trial): FeatureTable => {
    const table = encoder.encode(trial) as Extract<FeatureTable, { layout: 'binary' }>;
    return trial.context < 0 || places.length === 0 ? table : withInterval(table, trial, firstPlace + trial.context);
  };
  return { ...encoder, encode };
}

/** Each cue once, in the design's order. */
export const compoundOf = (cues: readonly number[]): readonly number[] => [...new Set(cues)].sort((a, b) => a - b);

/** The last outcome that the cue precedes; where there is none, the end of the trial's cues, so that they are still compounded. */
function lastRow(trial: Trial, cue: StepCue): number {
  const outcome = trial.outcomes.at(-1)?.step ?? -1;
  return outcome >= cue.onset ? outcome : Math.max(...trial.cues.map(({ onset, steps }) => onset + steps - 1));
}

/** Rows in which every cue of the trial has its unit on. */
function sharedRows(trial: Trial): readonly number[] {
  const from = Math.max(...trial.cues.map(({ onset }) => onset));
  const to = Math.min(...trial.cues.map((cue) => lastRow(trial, cue)));
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

/** A context is one more cue, as long as the others; where nothing happens, for the whole trial. */
function lastContextRow(trial: Trial): number {
  const last = Math.max(-1, ...trial.outcomes.map(({ step }) => step), ...trial.cues.map((cue) => lastRow(trial, cue)));
  return last >= 0 ? last : trial.steps - trial.zeroStep - 1;
}
