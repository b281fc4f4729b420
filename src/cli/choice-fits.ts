import type { ChoiceModel } from '../fitting/choices/choice-model.ts';
import { choiceRecovery, recoveryWork, type ChoiceRecovery } from '../fitting/choices/choice-recovery.ts';
import type { ChoiceTrials } from '../fitting/choices/choice-trials.ts';
import { chainedGroup, groupChains, groupOf, type GroupedChoices } from '../fitting/choices/group-fits.ts';
import type { GroupedSubject } from '../fitting/choices/grouped-subject.ts';
import { findChoiceModel } from '../fitting/choices/registry.ts';
import type { SubjectFit, SubjectOptions } from '../fitting/choices/subject-fits.ts';
import type { GroupOfModels } from '../fitting/group/group-of-models.ts';
import { runChoiceWork } from '../jobs/choices/run-choices.ts';
import { progressLine, writeLine } from './output.ts';

/** Subjects of one piece of work: most fits take a few milliseconds, other posteriors a second. */
const together = 8;

interface InThreads {
  readonly workers: number | undefined;
  /** Called with the number of subjects that are done. */
  readonly told: (done: number) => void;
}

/** Subject by subject, all models of each, in threads, with a progress bar. */
export async function choiceFits(
  subjects: readonly GroupedSubject[],
  models: readonly ChoiceModel[],
  options: SubjectOptions,
  { workers, told }: InThreads,
): Promise<readonly SubjectFit[]> {
  const size = options.posterior === undefined ? together : 1;
  const work = Array.from({ length: Math.ceil(subjects.length / size) }, (_, i) => ({
    kind: 'subjects' as const,
    subjects: subjects.slice(i * size, (i + 1) * size).map(({ subject, trials }) => ({ subject, trials })),
    models: models.map(({ id }) => id),
    options,
  }));
  const progress = progressLine(subjects.length);
  const parts = await runChoiceWork<'subjects'>(work, {
    workers,
    told: (pieces) => {
      const done = Math.min(subjects.length, pieces * size);
      told(done);
      progress.show(done);
    },
  });
  progress.clear();
  return parts.flat();
}

interface RecoveryWish {
  readonly seed: number;
  readonly starts: number;
  /** Simulated subjects of each model. */
  readonly draws: number;
  readonly workers: number | undefined;
}

/** Simulated subjects on the trials of one, in threads, with a progress bar. */
export async function recoveredChoices(
  trials: ChoiceTrials,
  models: readonly ChoiceModel[],
  fits: readonly SubjectFit[],
  { workers, ...wish }: RecoveryWish,
): Promise<ChoiceRecovery> {
  const work = recoveryWork(trials, models, fits, wish);
  const progress = progressLine(work.length);
  const results = await runChoiceWork<'recovery'>(
    work.map((recovery) => ({ kind: 'recovery' as const, recovery })),
    { workers, told: progress.show },
  );
  progress.clear();
  return choiceRecovery(trials, models, work, results);
}

interface GroupWork {
  readonly seed: number;
  /** Whether its whole posterior is drawn from as well. */
  readonly isChained: boolean;
  readonly workers: number | undefined;
}

/** The group by empirical Bayes, and chains of it, in threads, with a progress bar. */
export async function choiceGroup(
  group: GroupedChoices,
  models: readonly ChoiceModel[],
  { seed, isChained, workers }: GroupWork,
): Promise<GroupOfModels> {
  const fitted = await groupOf(group, models, seed, async (pieces, round) => {
    const show = (done: number): void =>
      writeLine(`${pieces[0]?.model}: round ${round}, ${done} of ${pieces.length} parts of the group`);
    const rounds = await runChoiceWork<'rounds'>(
      pieces.map((piece) => ({ kind: 'rounds' as const, rounds: piece })),
      { workers, told: show },
    );
    writeLine('');
    return rounds;
  });
  if (!isChained) return fitted;
  const work = fitted.models.flatMap(({ model, fit }) =>
    Array.from({ length: groupChains }, (_, chain) => ({ kind: 'chain' as const, group, model, fit, seed, chain })),
  );
  const progress = progressLine(work.length);
  const chains = await runChoiceWork<'chain'>(work, { workers, told: progress.show });
  progress.clear();
  return {
    ...fitted,
    models: fitted.models.map((one, i) => ({
      ...one,
      posterior: chainedGroup(
        group,
        findChoiceModel(one.model),
        one.fit,
        chains.slice(i * groupChains, (i + 1) * groupChains),
      ),
    })),
  };
}
