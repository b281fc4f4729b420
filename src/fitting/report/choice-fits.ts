import { median, quantile } from 'simple-statistics';
import type { ChoiceRecovery } from '../choices/choice-recovery.ts';
import type { SubjectFit } from '../choices/subject-fits.ts';
import type { GroupOfModels } from '../group/group-of-models.ts';
import type { TitledModel } from '../group/titled-model.ts';
import { comparedHeldOut } from './choice-held-out.ts';
import { estimatesOf, type Estimates } from './estimates.ts';

/** What is known of models of choices that were fitted to subjects. Plain data. */
export interface FittedChoices {
  /** Subject by subject, all models of each. */
  readonly fits: readonly SubjectFit[];
  readonly group?: GroupOfModels;
  readonly recovery?: ChoiceRecovery;
}

/** A quantity that follows from the estimates. */
interface ToldDerived extends Pick<Estimates['parameters'][number], 'id' | 'title' | 'value' | 'interval' | 'modes'> {}

/** A subject's numbers, with what follows from them: by its posterior if that says it, otherwise at the estimates. */
export function subjectTold({ fit, posterior, derived }: SubjectFit): Omit<Estimates, 'derived'> & {
  readonly derived: readonly ToldDerived[];
} {
  const told = estimatesOf(fit, posterior);
  return {
    ...told,
    derived: derived.map(({ id, title, value }, i) => {
      const own = told.derived[i];
      return { id, title, value: own?.estimate ?? value, interval: own?.interval ?? null, modes: own?.modes ?? [] };
    }),
  };
}

/** What a reader of a subject's numbers has to know, in sentences. */
export const subjectWarnings = ({ fit, posterior, caveat }: SubjectFit): readonly string[] => [
  ...fit.warnings,
  ...(posterior?.warnings ?? []),
  ...(caveat === undefined ? [] : [caveat]),
];

/** A parameter over subjects, or what follows from those. */
interface SpreadRow {
  readonly id: string;
  readonly title: string;
  readonly median: number;
  readonly quartiles: readonly [number, number];
  /** Subjects whose estimate is at an end of the range; absent for what follows from others. */
  readonly atEnd?: number;
}

/** One model over subjects. */
export interface ModelSpread {
  /** Fits that stand, of so many. */
  readonly stand: number;
  readonly of: number;
  readonly kind: Estimates['kind'];
  /** Of those that stand. */
  readonly rows: readonly SpreadRow[];
  /** How many subjects there is something to know of, in sentences. */
  readonly warnings: readonly string[];
}

/** @param fits of one model, one or more */
export function modelSpread(fits: readonly SubjectFit[]): ModelSpread {
  const told = fits.map((one) => ({ one, ...subjectTold(one) }));
  const stand = told.filter(({ failure }) => failure === undefined);
  const [first] = stand;
  const spread = (values: readonly number[]): Pick<SpreadRow, 'median' | 'quartiles'> => ({
    median: median([...values]),
    quartiles: [quantile([...values], 0.25), quantile([...values], 0.75)],
  });
  return {
    stand: stand.length,
    of: fits.length,
    kind: first?.kind ?? 'laplace',
    rows: [
      ...(first?.parameters ?? []).map(({ id, title }, i) => ({
        id,
        title,
        ...spread(stand.map(({ parameters }) => parameters[i]?.value ?? Number.NaN)),
        atEnd: stand.filter(({ one }) => one.fit.parameters[i]?.atBound).length,
      })),
      ...(first?.derived ?? []).map(({ id, title }, i) => ({
        id,
        title,
        ...spread(stand.map(({ derived }) => derived[i]?.value ?? Number.NaN)),
      })),
    ],
    warnings: countWarnings(fits),
  };
}

/** Subjects that are named in a sentence. */
const maxNamed = 5;

type Count = (has: (one: SubjectFit) => boolean, what: string) => readonly string[];

function countWarnings(fits: readonly SubjectFit[]): readonly string[] {
  const of: Count = (has, what) => {
    const own = fits.filter(has).map(({ subject }) => subject);
    const named = own.slice(0, maxNamed).join(', ');
    return own.length === 0
      ? []
      : [`${own.length} of ${fits.length} subjects: ${what} (${named}${own.length > maxNamed ? ', ...' : ''}).`];
  };
  return [
    ...of(
      ({ fit, posterior }) => posterior === undefined && fit.failure !== undefined,
      'no estimate, because the data do not determine one or the search has not converged',
    ),
    ...failureWarnings(fits, of),
    ...of(
      ({ posterior }) => (posterior?.warnings ?? []).some((one) => one.includes(' modes, ')),
      'a parameter has two separate modes, between which its mean may be a value that the choices speak against',
    ),
    ...of(({ fit }) => fit.modes.length > 0, 'another maximum explains the choices nearly as well'),
    ...of(
      ({ fit }) => fit.modes.length === 0 && fit.lowerModes.length > 0,
      'searches also ended at a lower maximum: without weight here, but chains of draws get stuck there',
    ),
    ...of(({ fit }) => fit.starts > 1 && fit.agreeing < 2, 'no two searches ended at the best maximum'),
    ...of(
      ({ caveat }) => caveat !== undefined,
      'the larger rate of positive errors need not be optimism: a model without asymmetry has the better BIC',
    ),
  ];
}

/** Posteriors that failed, by what failed of which parameter. */
function failureWarnings(fits: readonly SubjectFit[], of: Count): readonly string[] {
  const named = (one: SubjectFit): string => one.posterior?.failures[0]?.split(':')[0] ?? '';
  return [...new Set(fits.map(named))]
    .filter((id) => id !== '')
    .flatMap((id) => {
      const example = fits.find((one) => named(one) === id)?.posterior?.failures[0] ?? '';
      return of((one) => named(one) === id, `no estimate, because the posterior of ${id} failed, such as "${example}"`);
    });
}

/** A model among those that were fitted to the same choices. */
interface ComparedModel {
  readonly title: string;
  /** Sum of BIC over subjects, minus the least. */
  readonly behind: number;
  /** Subjects of which it has the least BIC. */
  readonly best: number;
  readonly perChoice: number;
}

export interface ComparedModels {
  readonly subjects: number;
  readonly models: readonly ComparedModel[];
  /** What won, and by how much, in a sentence. */
  readonly words: string;
  /** The same of choices that were kept out, with two cells a model; absent if none were. */
  readonly heldOut?: NonNullable<ReturnType<typeof comparedHeldOut>>;
}

/** Models by BIC at the maximum of the likelihood. @returns undefined for a single model */
export function comparedModels(
  models: readonly Pick<TitledModel, 'id' | 'title'>[],
  fits: readonly SubjectFit[],
): ComparedModels | undefined {
  const byModel = models.map(({ id, title }) => ({ title, own: fits.filter(({ model }) => model === id) }));
  const subjects = byModel[0]?.own.length ?? 0;
  const bicOf = (model: number, subject: number): number => byModel[model]?.own[subject]?.bic ?? Infinity;
  const winners = Array.from({ length: subjects }, (_, subject) =>
    byModel.reduce((best, _own, i) => (bicOf(i, subject) < bicOf(best, subject) ? i : best), 0),
  );
  const sums = byModel.map(({ own }) => own.reduce((sum, { bic }) => sum + bic, 0));
  const least = Math.min(...sums);
  const compared = byModel.map(({ title, own }, i) => ({
    title,
    behind: (sums[i] as number) - least,
    best: winners.filter((winner) => winner === i).length,
    perChoice:
      own.reduce((sum, { fit }) => sum + fit.logLikelihood, 0) /
      own.reduce((sum, { fit }) => sum + fit.observations, 0),
  }));
  if (models.length < 2) return undefined;
  const heldOut = comparedHeldOut(byModel);
  return {
    subjects,
    models: compared,
    words: wordsOf(compared, subjects),
    ...(heldOut === undefined ? {} : { heldOut }),
  };
}

/** Differences of BIC: below 2 not worth more than a bare mention, above 10 very strong (Kass & Raftery 1995, JASA 90:773). */
const [little, decisive] = [2, 10];

function wordsOf(models: readonly ComparedModel[], subjects: number): string {
  const [best, second] = models.toSorted((one, other) => one.behind - other.behind) as [ComparedModel, ComparedModel];
  if (second.behind < little)
    return `${best.title} and ${second.title} explain the choices equally well (BIC differs by ${second.behind.toFixed(1)}): they cannot tell them apart.`;
  const strength =
    second.behind < decisive
      ? 'the choices support it, but not decisively'
      : 'the choices hardly support any other of them';
  const of = subjects === 1 ? '' : `, summed over ${subjects} subjects, of whom it explains ${best.best} best`;
  return `${best.title} explains the choices best: its BIC is ${second.behind.toFixed(1)} lower than that of ${second.title}${of}; ${strength}.`;
}
