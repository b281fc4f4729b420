import { observe, type Observer } from '../engine/run.ts';
import type { RunSession } from '../engine/trial-session.ts';
import { worldOf } from '../engine/world.ts';
import { textTable } from './output.ts';
import { measuredText } from './verdict-text.ts';

/** As many trials as tell what was learned in the end, without the noise of one. */
const lastTrials = 5;

interface LearnedArm {
  /** Left out where there is one alone. */
  readonly title?: string;
  readonly session: RunSession;
  /** If there is one. */
  readonly observer?: Observer;
}

/** What agents learned in a design without signatures: value at the onset of each cue, at the end of each condition. */
export function learnedTable(arms: readonly [LearnedArm, ...LearnedArm[]]): string {
  const all = arms.map(learnedRows);
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
function learnedRows({ session, observer = observe(session) }: LearnedArm): readonly LearnedRow[] {
  const evidence = observer.evidence();
  const titles = new Map(session.design.cues.map(({ id, title }) => [id, title]));
  return Object.entries(worldOf(session.spec).conditions).flatMap(([id, { title, types }]) => {
    const count = evidence.averages[id]?.n ?? 0;
    const { cues = [] } = session.design.trialTypes[types[0] ?? ''] ?? {};
    return cues.map(({ cue, onsetSeconds }, i): LearnedRow => {
      const values = (from: number, to: number): readonly number[] =>
        evidence.trials(id, from, to).map((trial) => trial.at('value', onsetSeconds));
      return {
        condition: i === 0 ? title : '',
        trials: i === 0 ? String(count) : '',
        cue: titles.get(cue) ?? cue,
        first: meanText(values(0, 1)),
        last: meanText(values(Math.max(0, count - lastTrials), count)),
      };
    });
  });
}

function meanText(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return measuredText(Number.isFinite(mean) ? mean : null);
}
