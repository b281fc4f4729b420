import type { Encoder, FeatureTable } from '../../contracts/architecture.ts';
import type { Design } from '../../contracts/design.ts';
import type { StepCue, StepOption, StepOutcome, StepStage, Trial, TrialWindow } from '../../contracts/trial.ts';
import { withContext } from './context-rows.ts';

/** Number of cached tables; a design with continuous reward times has more windows than are worth caching. */
const tablesKept = 128;

interface ShapeEncoder extends Pick<Encoder, 'layout'> {
  /** Features without those of the contexts, which come after them. */
  readonly size: number;
  /** Contexts, each a feature that is 1 for the whole trial and the interval before it. */
  readonly contexts?: Design['contexts'] | undefined;
  readonly label: (feature: number) => string;
  /** The table when time zero is step 0. */
  readonly build: (window: TrialWindow) => FeatureTable;
}

/**
 * An encoder of separate trials: features start at time zero, depend only on later events, and end with the trial, so
 * equal trials are encoded once.
 */
export function shapeEncoder({ size, layout, contexts = [], label, build }: ShapeEncoder): Encoder {
  const tables = new Map<string, FeatureTable>();
  // Trials without random draws share their lists, which never change: for the last trial of each type no key is
  // needed.
  const latest = new WeakMap<readonly StepCue[], { readonly window: TrialWindow; readonly table: FeatureTable }>();

  function tableOf(trial: Trial): FeatureTable {
    const known = latest.get(trial.cues);
    if (known !== undefined && isOf(known.window, trial)) return known.table;
    const window = windowOf(trial);
    const table = kept(window);
    latest.set(trial.cues, { window, table });
    return table;
  }

  function kept(window: TrialWindow): FeatureTable {
    const key = keyOf(window);
    const known = tables.get(key);
    if (known !== undefined) return known;
    const [oldest] = tables.keys();
    if (oldest !== undefined && tables.size >= tablesKept) tables.delete(oldest);
    const built = build(window);
    tables.set(key, built);
    return built;
  }

  return {
    size: size + contexts.length,
    layout,
    label: (feature) => (feature < size ? label(feature) : `${contexts[feature - size]?.title}`),
    // Equal windows may come after intervals of different lengths.
    encode(trial) {
      const table = tableOf(trial);
      return [
        trial.context >= 0 && contexts.length > 0
          ? withContext(table, trial, size + trial.context)
          : { ...table, firstStep: trial.zeroStep },
      ];
    },
    state: () => [],
    restore: () => {},
  };
}

function windowOf({ cues, outcomes, context, stages, steps, zeroStep }: Trial): TrialWindow {
  return { cues, outcomes, context, ...(stages === undefined ? {} : { stages }), rows: steps - zeroStep };
}

const isOf = (window: TrialWindow, { cues, outcomes, context, stages, steps, zeroStep }: Trial): boolean =>
  window.cues === cues &&
  window.outcomes === outcomes &&
  window.stages === stages &&
  window.context === context &&
  window.rows === steps - zeroStep;

/** Equal for two windows exactly if all of their contents are equal. */
const keyOf = ({ rows, context, cues, outcomes, stages = [] }: TrialWindow): string =>
  `${rows}|${context}|${cues.map(cueKey).join()}|${outcomes.map(outcomeKey).join()}|${stages.map(stageKey).join(';')}`;
const cueKey = ({ cue, onset, steps }: StepCue): string => `${cue}@${onset}+${steps}`;
const outcomeKey = ({ step, magnitude, scheduled, delivered, learningRateFactor = 1 }: StepOutcome): string =>
  `${step}:${magnitude}/${scheduled}${delivered ? '' : '-'}x${learningRateFactor}`;
const optionKey = ({ action, outcomes, next }: StepOption): string =>
  `${action}>${next ?? ''}(${outcomes.map(outcomeKey).join()})`;
const stageKey = ({ id, state, step, options }: StepStage): string =>
  `${id}=${state}@${step}:${options.map(optionKey).join('/')}`;
