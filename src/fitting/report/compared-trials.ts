import type { EvidenceFigureData } from '../../contracts/evidence-figure-data.ts';
import type { Table } from '../../contracts/table.ts';
import { csvTable } from '../../core/csv.ts';
import { differencesOf, scoreDifference, type ScoreDifference } from '../score-difference.ts';

/** What several models say of the trials of one session or subject. */
export interface ScoredTrials {
  /** The session's name, or the subject. */
  readonly of: string;
  /** What was fitted, for a table. */
  readonly data: string;
  /** Whether each trial was kept out of the fit that scores it; otherwise the fits have seen it. */
  readonly isHeldOut: boolean;
  /** Of each trial. */
  readonly conditions: readonly string[];
  /** Two or more, in the same order everywhere. */
  readonly models: readonly {
    readonly id: string;
    readonly title: string;
    /** Log likelihood of each trial; null where there are no data. */
    readonly byTrial: readonly (number | null)[];
  }[];
}

/** By how much the best model is ahead of the second, and in which trials. */
export interface ComparedTrials {
  readonly isHeldOut: boolean;
  readonly best: string;
  readonly second: string;
  /** The largest first. */
  readonly conditions: readonly (ScoreDifference & { readonly condition: string; readonly trials: number })[];
  /** Trials that speak most for one of both, from 1; none of several subjects. */
  readonly most: readonly { readonly trial: number; readonly difference: number }[];
}

/** As many are told. */
const mostTrials = 5;

const sumOf = (scores: readonly (number | null)[]): number => scores.reduce((sum: number, one) => sum + (one ?? 0), 0);

/** Numbers of the models, that of the largest sum first. */
function ranked(all: readonly ScoredTrials[]): readonly number[] {
  const totals = (all[0]?.models ?? []).map((_, i) =>
    all.reduce((sum, { models }) => sum + sumOf(models[i]?.byTrial ?? []), 0),
  );
  return [...totals.keys()].toSorted((one, other) => (totals[other] ?? 0) - (totals[one] ?? 0));
}

const differencesIn = ({ models }: ScoredTrials, one: number, other: number): readonly (number | null)[] =>
  differencesOf(models[one]?.byTrial ?? [], models[other]?.byTrial ?? []);

/** @param all one session or subject, or several subjects */
export function comparedTrials(all: readonly ScoredTrials[]): ComparedTrials {
  const [first] = all as readonly [ScoredTrials];
  const [best = 0, second = 1] = ranked(all);
  const differences = all.map((one) => differencesIn(one, best, second));
  const conditions = [...new Set(all.flatMap((one) => one.conditions))].map((condition) => {
    const own = differences.map((of, i) =>
      of.filter((one, trial) => one !== null && all[i]?.conditions[trial] === condition),
    );
    const units = own.length === 1 ? (own[0] ?? []) : own.filter((one) => one.length > 0).map(sumOf);
    const trials = own.reduce((sum, one) => sum + one.length, 0);
    return { condition, trials, ...scoreDifference(units, own.length === 1) };
  });
  const [only = []] = differences;
  return {
    isHeldOut: first.isHeldOut,
    best: first.models[best]?.title ?? '',
    second: first.models[second]?.title ?? '',
    conditions: conditions
      .filter(({ trials }) => trials > 0)
      .toSorted((one, other) => Math.abs(other.sum) - Math.abs(one.sum)),
    most:
      all.length > 1
        ? []
        : only
            .flatMap((difference, trial) => (difference === null ? [] : [{ trial: trial + 1, difference }]))
            .toSorted((one, other) => Math.abs(other.difference) - Math.abs(one.difference))
            .slice(0, mostTrials),
  };
}

/** Where the fits have seen the trials, in words. */
export const seenWords = (isHeldOut: boolean): string =>
  isHeldOut ? 'each trial as kept out' : 'in sample: the fits have seen these trials';

/** One row a model and trial with data. */
export function trialScoresTable(groups: readonly (readonly ScoredTrials[])[], of: 'session' | 'subject'): Table {
  const columns = {
    [of]: { what: of === 'session' ? 'file of the session' : 'as in the table of choices' },
    data: { what: 'what was fitted' },
    trial: { what: 'number of the trial, from 1' },
    condition: { what: 'kind of the trial' },
    model: { what: 'id of the agent or model' },
    logLikelihood: { what: "natural logarithm of the likelihood of the trial's data, given all before it" },
    difference: { what: 'the same, minus that of the model that explains all trials best' },
    heldOut: { what: 'yes: the trial was kept out of the fit; no: the fit has seen it' },
  };
  const rows = groups.flatMap((all) => {
    const [best = 0] = ranked(all);
    return all.flatMap((one) =>
      one.models.flatMap(({ id, byTrial }, model) => {
        const differences = differencesIn(one, model, best);
        return byTrial.flatMap((score, trial) =>
          score === null
            ? []
            : [
                [
                  one.of,
                  one.data,
                  trial + 1,
                  one.conditions[trial] ?? '',
                  id,
                  score,
                  differences[trial] ?? '',
                  one.isHeldOut ? 'yes' : 'no',
                ],
              ],
        );
      }),
    );
  });
  return { csv: csvTable([Object.keys(columns), ...rows]), notes: { columns } };
}

/** The best model against each other one, from trial to trial; of several subjects, sums over them. */
export function evidenceFigureData(all: readonly ScoredTrials[], provenance: string): EvidenceFigureData {
  const [first] = all as readonly [ScoredTrials];
  const [best = 0, ...others] = ranked(all);
  const title = first.models[best]?.title ?? '';
  const conditions = [...new Set(first.conditions)];
  const length = Math.max(...all.map((one) => one.conditions.length));
  return {
    title: `${title} against ${others.length === 1 ? (first.models[others[0] ?? 0]?.title ?? '') : 'others'}: which trials speak for it`,
    note: `Differences of log-likelihood, added from trial to trial${all.length > 1 ? ` and over ${all.length} subjects` : ''}; ${seenWords(first.isHeldOut)}.`,
    provenance,
    axis: `log-likelihood of ${title} minus that of others`,
    curves: others.map((other) => {
      const differences = all.map((one) => differencesIn(one, best, other));
      let sum = 0;
      return {
        label: `minus ${first.models[other]?.title ?? ''}`,
        colour: other,
        cumulative: Array.from({ length }, (_, trial) => (sum += sumOf(differences.map((one) => one[trial] ?? null)))),
      };
    }),
    trials:
      all.length > 1
        ? []
        : differencesIn(first, best, others[0] ?? 1).flatMap((difference, trial) =>
            difference === null
              ? []
              : [{ trial: trial + 1, difference, condition: conditions.indexOf(first.conditions[trial] ?? '') }],
          ),
    conditions,
  };
}
