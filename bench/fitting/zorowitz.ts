// 386 people of Zorowitz et al. 2023 (10.1038/s41562-023-01640-7) against the published means of their Stan chains.
import { mean, sampleCorrelation } from 'simple-statistics';
import { choiceTrials, type ChoiceTrials } from '../../src/fitting/choices/choice-trials.ts';
import { findChoiceModel } from '../../src/fitting/choices/registry.ts';
import { fitOf, type Fit } from '../../src/fitting/fit.ts';
import { cpuSeconds } from '../measure.ts';
import { fixed, type Check } from './check.ts';
import { recordedTable, rowsBy } from './data.ts';
import { gridOf, meanOf } from './grid.ts';

const model = findChoiceModel('risk-sensitive-td');
const { derived = [] } = model;
const parameters = model.parameters(3);
/** The names that the published summary has for β, η+ and η-. */
const published = ['beta', 'eta_p', 'eta_n'] as const;
/** People whose posterior is taken on a grid. */
const onGrid = 60;
/** Chains with a larger R-hat had not converged. */
const largestRhat = 1.05;

interface Person {
  readonly trials: ChoiceTrials;
  /** Of β, η+ and η-. */
  readonly means: readonly number[];
  readonly converged: boolean;
}

export function zorowitz(root: string): readonly Check[] {
  const people = peopleIn(root);
  if (people === undefined) return [missing];
  const problems = people.map(({ trials }) => ({ parameters, likelihood: model.likelihood(trials) }));
  let fits: readonly Fit[] = [];
  const one = cpuSeconds(() => {
    fits = problems.map((problem) => fitOf(problem, { seed: 1, starts: 1 }));
  });
  const ten = cpuSeconds(() => {
    fits = problems.map((problem) => fitOf(problem, { seed: 1, starts: 10 }));
  });
  const means = problems.slice(0, onGrid).map((problem) => {
    const grid = gridOf(problem);
    return derived.map(({ of }) => meanOf(grid, of));
  });
  return [
    ...gridChecks(people, means),
    ...mapChecks(people, fits),
    ...modeChecks(people, fits),
    timed('386 people by MAP, one start each', one),
    timed('386 people by MAP, ten starts each', ten),
  ];
}

const missing: Check = {
  what: 'Zorowitz et al. 2023',
  measured: 'not measured: ../shared/data/zorowitz2023-reversal is not there',
  expected: '',
};

function peopleIn(root: string): readonly Person[] | undefined {
  const folder = 'zorowitz2023-reversal';
  const rows = recordedTable(root, folder, 'data.csv');
  const kept = recordedTable(root, folder, 'metrics.csv');
  const summary = recordedTable(root, folder, 'rstd_summary.tsv');
  if (rows === undefined || kept === undefined || summary === undefined) return undefined;
  const bySubject = rowsBy(rows, 'subject');
  const ofStan = new Map(summary.map((row) => [row['name'] ?? '', row]));
  const ids = kept.map(({ subject = '' }) => subject).sort();
  return ids.map((id, i) => {
    const own = bySubject.get(id) ?? [];
    const stan = published.map((name) => ofStan.get(`${name}[${i + 1}]`) ?? {});
    return {
      trials: choiceTrials({
        states: 1,
        options: 3,
        state: new Int32Array(own.length),
        choice: Int32Array.from(own, ({ choice = '' }) => (choice === '' ? -1 : Number(choice))),
        reward: Float64Array.from(own, ({ outcome }) => Number(outcome)),
      }),
      means: stan.map((row) => Number(row['Mean'])),
      converged: stan.every((row) => Number(row['R_hat']) <= largestRhat),
    };
  });
}

function gridChecks(people: readonly Person[], found: readonly (readonly number[])[]): readonly Check[] {
  return derived.map(({ symbol }, i) => {
    const own = found.map((means) => means[i] as number);
    const theirs = people.slice(0, onGrid).map(({ means }) => means[i] as number);
    const r = sampleCorrelation(own, theirs);
    const largest = Math.max(...own.map((value, person) => Math.abs(value - (theirs[person] as number))));
    return {
      what: `Zorowitz: posterior mean of ${symbol} of ${onGrid} people on a grid, against Stan`,
      measured: `r ${fixed(r, 4)}, largest difference ${fixed(largest)}, means ${fixed(mean(own))} and ${fixed(mean(theirs))}`,
      expected: `r >= .99 (numpy: ${['.9992', '.9973', '.9998'][i]})`,
      passes: r >= 0.99,
    };
  });
}

function mapChecks(people: readonly Person[], fits: readonly Fit[]): readonly Check[] {
  const stand = people.flatMap(({ converged, means }, i) => (converged ? [{ means, fit: fits[i] as Fit }] : []));
  return derived.map(({ symbol, of }, i) => {
    const own = stand.map(({ fit }) => of(Float64Array.from(fit.parameters, ({ value }) => value)));
    const r = sampleCorrelation(
      own,
      stand.map(({ means }) => means[i] as number),
    );
    return {
      what: `Zorowitz: MAP of ${symbol} of ${stand.length} people whose chains converged, against Stan means`,
      measured: `r ${fixed(r)}`,
      expected: `r >= .75 (scipy, 120 people: ${['.916', '.798', '.882'][i]})`,
      passes: r >= 0.75,
    };
  });
}

function modeChecks(people: readonly Person[], fits: readonly Fit[]): readonly Check[] {
  const stuck = people.flatMap(({ converged }, i) => (converged ? [] : [i]));
  const others = people.flatMap(({ converged }, i) => (converged && i < onGrid ? [i] : []));
  const counted = (has: (i: number) => boolean): string =>
    `${stuck.filter(has).length} of the ${stuck.length} whose chains did not converge, ${others.filter(has).length} of ${others.length} others`;
  const severalMaxima = (i: number): boolean => nearlyAsGood(i) || (fits[i] as Fit).lowerModes.length > 0;
  const nearlyAsGood = (i: number): boolean => (fits[i] as Fit).modes.length > 0;
  return [
    {
      what: 'Zorowitz: people whose fit names several maxima, however low',
      measured: counted(severalMaxima),
      expected: 'at least 8 of those that did not converge',
      passes: stuck.filter(severalMaxima).length >= 8,
    },
    {
      // A chain gets stuck at a maximum whatever its weight, so that this one is not required of them.
      what: 'of these, people whose other maximum is nearly as good (within 3 of the log posterior)',
      measured: counted(nearlyAsGood),
      expected: '',
    },
  ];
}

const timed = (what: string, seconds: number): Check => ({
  what,
  measured: `${fixed(seconds, 2)} CPU s`,
  expected: 'under 2 s',
  passes: seconds < 2,
});
