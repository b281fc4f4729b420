import { availableParallelism } from 'node:os';
import { InputError } from '../../core/errors.ts';
import type { PopulationMaker } from '../../contracts/population.ts';
import type { SubjectResult, Sweep } from '../../spec/sweep.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { choiceRefusal, planChoices } from '../../engine/population/choice-plan.ts';
import { needsOf } from '../../engine/population/needs.ts';
import { planRefusal, populationDoubt, populationRefusal } from '../../engine/population/parameters.ts';
import { planPopulation } from '../../engine/population/plan.ts';
import { observe } from '../../engine/run.ts';
import { createTrialSession, DivergedError, type TrialSession } from '../../engine/trial-session.ts';
import { lockstepGroups, specOf, type LockstepGroup } from '../../engine/sweep.ts';
import { worldOf } from '../../engine/world.ts';
import { populationsFor } from '../../compute/backends.ts';
import { choiceLockstep } from './choice-subjects.ts';
import { crossover, measurePopulation, populationSeconds } from './crossover.ts';
import type { Lockstep } from './lockstep.ts';
import { populationLockstep } from './population-subjects.ts';
import { typedSubjects } from './typed-subjects.ts';

export interface SweepOptions {
  readonly seeds: readonly number[];
  /** auto: the faster one by measurement; on: a population wherever it is supported. */
  readonly population: 'auto' | 'on' | 'off';
  readonly backend: string;
  readonly workers?: number | undefined;
  /** Called with lines that say what was chosen and why. */
  readonly onNote: (line: string) => void;
}

/** The compute backends of a sweep: `typed-arrays`, or the backend of a population. */
export interface SweptSubject extends SubjectResult {
  readonly backend: string;
}

/**
 * Runs all subjects of a sweep under each seed.
 * @throws InputError for a backend that does not work here, and if a required population is not supported
 */
export async function* runSweep(sweep: Sweep, options: SweepOptions): AsyncGenerator<SweptSubject, void> {
  const { groups, parting } = lockstepGroups(sweep);
  if (parting.length > 0 && options.population !== 'off') {
    options.onNote(
      `${parting.join(' and ')} ${parting.length === 1 ? 'changes' : 'change'} the trials or the construction of the subjects: ${groups.length} groups run separately, each in lockstep`,
    );
  }
  const chooser = new Chooser(sweep, options);
  for (const seed of options.seeds) {
    for (const group of groups) yield* runGroup(sweep, group, seed, chooser, options);
  }
}

/** The computation of a group: one subject after another if there is no lockstep. */
interface Choice {
  readonly lockstep?: Lockstep;
  /** Seconds per subject on the typed-array engine. */
  readonly secondsEach: number;
}

async function* runGroup(
  sweep: Sweep,
  { subjects }: LockstepGroup,
  seed: number,
  chooser: Chooser,
  { workers = availableParallelism() }: SweepOptions,
): AsyncGenerator<SweptSubject, void> {
  const { lockstep, secondsEach } = await chooser.choose(subjects, seed);
  if (lockstep === undefined) {
    for await (const result of typedSubjects(sweep, subjects, { seed, workers, secondsEach }))
      yield { ...result, backend: 'typed-arrays' };
    return;
  }
  for (let from = 0; from < subjects.length; from += lockstep.chunk) {
    const some = subjects.slice(from, from + lockstep.chunk);
    const specs = some.map((subject): TrialSpec => ({ ...specOf(sweep, subject), seed }));
    const judge = await lockstep.runAll(specs);
    for (const [place, subject] of some.entries())
      yield { ...judge(place, subject, specs[place] as TrialSpec), backend: lockstep.backend };
  }
}

/** Chooses between the typed-array engine and a population, by a measurement on the given trials. */
class Chooser {
  private readonly sweep: Sweep;
  private readonly options: SweepOptions;
  private readonly told = new Set<string>();
  private maker: Promise<PopulationMaker> | undefined;

  constructor(sweep: Sweep, options: SweepOptions) {
    this.sweep = sweep;
    this.options = options;
  }

  async choose(subjects: readonly number[], seed: number): Promise<Choice> {
    const specFor = (subject: number): TrialSpec => ({ ...specOf(this.sweep, subject), seed });
    const probe = measureTyped(subjects.map((subject) => () => specFor(subject)));
    const { population, workers = availableParallelism() } = this.options;
    if (population === 'off') return { secondsEach: probe?.seconds ?? 0 };
    if (probe === undefined)
      return this.refuse('the learning of the first subjects diverges, and nothing can be measured on them', 0);
    const lockstep = await this.lockstepOf(probe.session);
    if (typeof lockstep === 'string') return this.refuse(lockstep, probe.seconds);
    if (population === 'on') return { lockstep, secondsEach: probe.seconds };

    const cost = await measurePopulation(lockstep, subjects.slice(0, lockstep.chunk).map(specFor));
    const secondsEach = probe.seconds / workers;
    const from = crossover(cost, secondsEach);
    const isFaster = populationSeconds(cost, subjects.length) < secondsEach * subjects.length;
    const where = from === Infinity ? 'for no number of subjects' : `from about ${from} subjects on`;
    const against = `${lockstep.backend}, against ${workers} ${workers === 1 ? 'thread' : 'threads'} of typed arrays`;
    this.tell(
      `the population program is faster ${where} here (${against}), so ${isFaster ? 'it is used' : 'typed arrays are used'} for ${subjects.length}`,
    );
    return { secondsEach: probe.seconds, ...(isFaster ? { lockstep } : {}) };
  }

  /** @returns the reason why there is none */
  private async lockstepOf(session: TrialSession): Promise<Lockstep | string> {
    const { spec } = session;
    if (session.design.states !== undefined) {
      return choiceRefusal(spec, session.trials) ?? choiceLockstep(planChoices(session), await this.populations());
    }
    const refusal = populationRefusal(spec) ?? (this.options.population === 'auto' ? populationDoubt(spec) : undefined);
    if (refusal !== undefined) return refusal;
    const plan = planPopulation(session, needsOf(worldOf(spec), observe(session)));
    return planRefusal(plan) ?? populationLockstep(plan, await this.populations());
  }

  private populations(): Promise<PopulationMaker> {
    this.maker ??= populationsFor(this.options.backend);
    return this.maker;
  }

  private refuse(why: string, secondsEach: number): Choice {
    if (this.options.population === 'on') throw new InputError(why, '--population on', 'use --population auto');
    this.tell(`${why}: typed arrays are used`);
    return { secondsEach };
  }

  /** Each line once: groups and seeds are many, and mostly give the same line. */
  private tell(line: string): void {
    if (!this.told.has(line)) this.options.onNote(line);
    this.told.add(line);
  }
}

/** The measurement must not take noticeable time, and the first subjects are slow because of JIT compilation. */
const measuredSeconds = 0.4;
const maxMeasured = 40;

/**
 * Runs the first few subjects on the typed-array engine. @returns the seconds of the fastest; nothing if all of them
 * diverge
 */
function measureTyped(
  subjects: readonly (() => TrialSpec)[],
): { readonly session: TrialSession; readonly seconds: number } | undefined {
  let best: { readonly session: TrialSession; readonly seconds: number } | undefined;
  const start = performance.now();
  for (let i = 0; i < maxMeasured && performance.now() - start < 1000 * measuredSeconds; i++) {
    const began = performance.now();
    const session = completed((subjects[i % subjects.length] as () => TrialSpec)());
    if (session === undefined) continue;
    observe(session).look();
    const seconds = (performance.now() - began) / 1000;
    if (best === undefined || seconds < best.seconds) best = { session, seconds };
  }
  return best;
}

function completed(spec: TrialSpec): TrialSession | undefined {
  try {
    const session = createTrialSession(spec);
    session.advance(session.trials.length);
    return session;
  } catch (error) {
    if (error instanceof DivergedError) return undefined;
    throw error;
  }
}
