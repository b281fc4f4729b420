import { observe } from '../engine/run.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import { worldOf } from '../engine/world.ts';
import { textTable } from './output.ts';
import { measuredText } from './verdict-text.ts';

/** As many trials as tell what was learned in the end, without the noise of one. */
const lastTrials = 5;

interface LearnedArm {
  /** Left out where there is one alone. */
  readonly title?: string;
  readonly session: TrialSession;
}

/** What agents learned in a design without signatures: value at the onset of each cue, at the end of each condition. */
export function learnedTable(arms: readonly [LearnedArm, ...LearnedArm[]]): string {
  const all = arms.map(({ session }) => learnedRows(session));
  const isOne = arms.length === 1;
  const rows = (all[0] ?? []).map(({ condition, trials, cue, first }, i) => [
    condition,
    trials,
    cue,
    ...(isOne ? [first] : []),
    ...all.map((of) => of[i]?.last ?? ''),
  ]);
  const last = `last ${lastTrials}`;
  const heads = isOne ? ['first trial', last] : arms.map(({ title = '' }) => `${title}, ${last}`);
  return `Value at the onset of each cue, reward units\n\n${textTable([['condition', 'trials', 'cue', ...heads], ...rows])}`;
}

interface LearnedRow {
  readonly condition: string;
  readonly trials: string;
  readonly cue: string;
  readonly first: string;
  readonly last: string;
}

/** A row for each cue of each condition. */
function learnedRows(session: TrialSession): readonly LearnedRow[] {
  const evidence = observe(session).evidence();
  const titles = new Map(session.design.cues.map(({ id, title }) => [id, title]));
  return Object.entries(worldOf(session.spec).conditions).flatMap(([id, { title, types }]) => {
    const trials = evidence.trials(id);
    const { cues = [] } = session.design.trialTypes[types[0] ?? ''] ?? {};
    return cues.map(({ cue, onsetSeconds }, i): LearnedRow => {
      const values = (some: typeof trials): readonly number[] => some.map((trial) => trial.at('value', onsetSeconds));
      return {
        condition: i === 0 ? title : '',
        trials: i === 0 ? String(trials.length) : '',
        cue: titles.get(cue) ?? cue,
        first: meanText(values(trials.slice(0, 1))),
        last: meanText(values(trials.slice(-lastTrials))),
      };
    });
  });
}

function meanText(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return measuredText(Number.isFinite(mean) ? mean : null);
}
