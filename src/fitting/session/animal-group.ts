import { InputError } from '../../core/errors.ts';
import type { Contrast } from '../group/contrast.ts';
import type { GroupProblem } from '../group/group-problem.ts';
import { groupRounds, roundOf, type GroupFit, type Round, type RoundTask } from '../group/hierarchy.ts';
import type { Likelihood } from '../problem.ts';
import { freeOfSpec } from './free-of-spec.ts';
import { sessionProblem, type SessionData } from './session-problem.ts';

/** An animal with its sessions, which share its parameters. Plain data. */
export interface RecordedAnimal {
  readonly id: string;
  readonly sessions: readonly SessionData[];
}

/** One agent's fit to several animals at once. Plain data. */
export interface AnimalGroup {
  readonly animals: readonly RecordedAnimal[];
  /** Names of the free parameters. */
  readonly free: readonly string[];
  readonly contrast?: Contrast | undefined;
}

/** The work of one animal in one round. Plain data. */
export interface AnimalTask {
  readonly animal: RecordedAnimal;
  readonly free: readonly string[];
  readonly task: Omit<RoundTask, 'subject'>;
}

/** Fewer animals do not say how a population scatters. */
const leastAnimals = 3;

/** @throws InputError for too few animals */
export function requireAnimals(animals: readonly unknown[]): void {
  if (animals.length < leastAnimals)
    throw new InputError(
      `there ${animals.length === 1 ? 'is 1 animal' : `are ${animals.length} animals`}`,
      '--group',
      `a group has at least ${leastAnimals}; --animals names the animal of each session`,
    );
}

/** The sum over sessions, each with its own gain, baseline and noise. */
function animalLikelihood({ sessions }: RecordedAnimal, free: readonly string[]): Likelihood {
  const parts = sessions.map((data) => sessionProblem(data, freeOfSpec(data.spec, free)).likelihood);
  const sum = (of: (one: Likelihood) => number): number => parts.reduce((total, one) => total + of(one), 0);
  return {
    observations: sum(({ observations }) => observations),
    inner: sum(({ inner }) => inner),
    hasGradient: false,
    at: (values) => sum(({ at }) => at(values)),
  };
}

const parametersOf = ({ sessions: [first] }: RecordedAnimal, free: readonly string[]): GroupProblem['parameters'] =>
  first === undefined ? [] : freeOfSpec(first.spec, free).parameters;

/** What one animal's fit under the group gives. */
export const animalRound = ({ animal, free, task }: AnimalTask): Round =>
  roundOf(
    {
      parameters: parametersOf(animal, free),
      subjects: [{ id: animal.id, likelihood: animalLikelihood(animal, free) }],
    },
    { ...task, subject: 0 },
  );

/**
 * Mean and spread of a group of animals under one agent by empirical Bayes, and every animal under them.
 * @param doTasks does the animals' fits of a round, which do not depend on each other
 * @throws InputError for too few animals, or one whose data the agent cannot produce
 */
export async function fitAnimals(
  { animals, free, contrast }: AnimalGroup,
  seed: number,
  doTasks: (tasks: readonly AnimalTask[], round: number) => Promise<readonly Round[]>,
): Promise<GroupFit> {
  requireAnimals(animals);
  const [first] = animals as readonly [RecordedAnimal];
  const problem: GroupProblem = {
    parameters: parametersOf(first, free),
    ...(contrast === undefined ? {} : { covariates: contrast.names }),
    subjects: animals.map((animal, i) => ({
      id: animal.id,
      likelihood: animalLikelihood(animal, free),
      ...(contrast === undefined ? {} : { covariates: contrast.rows[i] }),
    })),
  };
  const work = groupRounds(problem, { seed });
  let step = work.next();
  for (let round = 1; step.done !== true; round++) {
    const tasks = step.value.map(({ subject, ...task }): AnimalTask => ({
      animal: animals[subject] as RecordedAnimal,
      free,
      task,
    }));
    step = work.next(await doTasks(tasks, round));
  }
  return step.value;
}
