import type { Encoder, FeatureTable } from '../../contracts/architecture.ts';
import type { Design } from '../../contracts/design.ts';
import type { StepCue, Trial, TrialWindow } from '../../contracts/trial.ts';
import { binaryTable } from './binary-table.ts';
import { withInterval } from './context-rows.ts';
import { shapeEncoder } from './shape-encoder.ts';

/**
 * A unit for each cue and each context, and one for each of the given compounds (indices of cues, in order), active
 * while exactly its cues are. A trial is one moment; its rows only repeat it.
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
    build: (window) =>
      binaryTable(window.rows, (mark) => {
        for (const cue of window.cues) {
          const last = lastRow(window, cue);
          for (let row = cue.onset; row <= last; row++) mark(row, cue.cue);
        }
        for (let row = 0; compoundAt.size > 0 && row < window.rows; row++) {
          const compound = compoundAt.get(cuesIn(window, row).join());
          if (compound !== undefined) mark(row, compound);
        }
        for (let row = 0; window.context >= 0 && row <= lastContextRow(window); row++)
          mark(row, firstPlace + window.context);
      }),
  });
  // The context's prediction holds before the trial too: responding then is the baseline for responding in a CS.
  const encode = (trial: Trial): readonly FeatureTable[] => {
    const tables = encoder.encode(trial) as readonly Extract<FeatureTable, { layout: 'binary' }>[];
    return trial.context < 0 || places.length === 0
      ? tables
      : tables.map((table) => withInterval(table, trial, firstPlace + trial.context));
  };
  return { ...encoder, encode };
}

/** Each cue once, in the design's order. */
export const compoundOf = (cues: readonly number[]): readonly number[] => [...new Set(cues)].sort((a, b) => a - b);

/**
 * The last outcome that the cue precedes; without one, the end of the trial's cues, so that they are still compounded.
 */
function lastRow(window: TrialWindow, cue: StepCue): number {
  const outcome = window.outcomes.at(-1)?.step ?? -1;
  return outcome >= cue.onset ? outcome : Math.max(...window.cues.map(({ onset, steps }) => onset + steps - 1));
}

/** The cues whose units are active in a row. */
const cuesIn = (window: TrialWindow, row: number): readonly number[] =>
  compoundOf(window.cues.filter((cue) => row >= cue.onset && row <= lastRow(window, cue)).map(({ cue }) => cue));

/** A context is one more cue, as long as the others; if nothing happens, for the whole window. */
function lastContextRow(window: TrialWindow): number {
  const last = Math.max(
    -1,
    ...window.outcomes.map(({ step }) => step),
    ...window.cues.map((cue) => lastRow(window, cue)),
  );
  return last >= 0 ? last : window.rows - 1;
}
