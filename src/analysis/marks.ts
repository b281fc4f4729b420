import type { GridDesign } from '../contracts/design.ts';
import type { Condition, Mark } from '../contracts/paradigm.ts';
import type { Trial } from '../contracts/trial.ts';
import { eventStep, type Aligned } from './aligned.ts';

/** Events at the same time, relative to the aligned event, in every trial of a condition. */
export function marksOf(design: GridDesign, { condition, trials, from, to }: Aligned): readonly Mark[] {
  const shared = new SharedMarks(design, condition);
  for (const trial of trials) shared.add(trial);
  return shared.within({ from, to });
}

/** The same, of trials that come one by one. */
export class SharedMarks {
  private readonly design: GridDesign;
  private readonly condition: Condition;
  private shared: readonly StepMark[] = [];
  private before: Trial | undefined;

  constructor(design: GridDesign, condition: Condition) {
    this.design = design;
    this.condition = condition;
  }

  add(trial: Trial): void {
    const { before } = this;
    this.before = trial;
    if (before !== undefined && isAlike(trial, before)) return;
    const marks = trialMarks(this.design, trial, eventStep(this.condition, trial));
    this.shared =
      before === undefined ? marks : this.shared.filter((mark) => marks.some((other) => isSame(other, mark)));
  }

  /** Those in a window, steps from the aligned event; both ends included. */
  within({ from, to }: Pick<Aligned, 'from' | 'to'>): readonly Mark[] {
    return this.shared
      .filter(({ step }) => step >= from && step <= to)
      .map(({ event, label, step }) => ({
        event,
        label,
        seconds: Number((step * this.design.stepSeconds).toFixed(6)),
      }));
  }
}

/** Trials of one type share their lists of events where nothing about them is drawn. */
const isAlike = (one: Trial, other: Trial): boolean =>
  one.cues === other.cues && one.outcomes === other.outcomes && one.stages === undefined && other.stages === undefined;

const isSame = (one: StepMark, other: StepMark): boolean => one.label === other.label && one.step === other.step;

interface StepMark {
  readonly event: Mark['event'];
  readonly label: string;
  readonly step: number;
}

/** The stages that were reached: where a state was shown and a choice made. */
function stageMarks({ stages = [], choices = [] }: Trial, event: number): readonly StepMark[] {
  return choices.flatMap(({ stage }, nth): readonly StepMark[] => {
    const met = stages[stage];
    if (met === undefined) return [];
    const label = choices.length === 1 ? 'choice' : `choice ${nth + 1}`;
    return [{ event: 'cue', label, step: met.step - event }];
  });
}

/** More cues than this are positions on a track: only the start is marked. */
const maxNamedCues = 4;

function cueMarks(design: GridDesign, { cues }: Trial, event: number): readonly StepMark[] {
  if (cues.length > maxNamedCues)
    return [{ event: 'cue', label: 'start', step: Math.min(...cues.map(({ onset }) => onset)) - event }];
  return cues.map(({ cue, onset }) => ({
    event: 'cue',
    label: cues.length === 1 ? 'cue' : (design.cues[cue]?.title ?? 'cue'),
    step: onset - event,
  }));
}

function trialMarks(design: GridDesign, trial: Trial, event: number): readonly StepMark[] {
  const outcomes = trial.outcomes.map(({ delivered, step }): StepMark => ({
    event: delivered ? 'reward' : 'omission',
    label: delivered ? 'reward' : 'no reward',
    step: step - event,
  }));
  return [...cueMarks(design, trial, event), ...stageMarks(trial, event), ...outcomes];
}
