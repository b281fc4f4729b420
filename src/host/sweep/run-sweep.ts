import { availableParallelism } from 'node:os';
import { InputError } from '../../core/errors.ts';
import type { PopulationMaker } from '../../contracts/population.ts';
import type { AnimalResult, Sweep } from '../../contracts/sweep.ts';
import type { Spec } from '../../contracts/spec.ts';
import { needsOf } from '../../engine/population/needs.ts';
import { planRefusal, populationDoubt, populationRefusal } from '../../engine/population/parameters.ts';
import { planPopulation, type PopulationPlan } from '../../engine/population/plan.ts';
import { observe } from '../../engine/run.ts';
import { createSession, DivergedError, type Session } from '../../engine/session.ts';
import { lockstepGroups, specOf, type LockstepGroup } from '../../engine/sweep.ts';
import { worldOf } from '../../engine/world.ts';
import { populationsFor } from '../populations.ts';
import { chunkOf, crossover, measurePopulation, populationSeconds } from './crossover.ts';
import { populationAnimals } from './population-animals.ts';
import { typedAnimals } from './typed-animals.ts';

export interface SweepOptions {
  readonly seeds: readonly number[];
  /** auto: whichever is measured to be the faster one; on: a population wherever there is a program for it. */
  readonly population: 'auto' | 'on' | 'off';
  readonly backend: string;
  readonly workers?: number | undefined;
  /** Told in lines what was chosen and why. */
  readonly onNote: (line: string) => void;
}

/** What of it a sweep is computed by: `typed-arrays`, or the backend of a population. */
export interface SweptAnimal extends AnimalResult {
  readonly backend: string;
}

/**
 * Runs all animals of a sweep under each seed.
 * @throws InputError for a backend that does not work here, and where a population is insisted on that there is no program for
 */
export async function* runSweep(sweep: Sweep, options: SweepOptions): AsyncGenerator<SweptAnimal, void> {
  const { groups, parting } = lockstepGroups(sweep);
  if (parting.length > 0 && options.population !== 'off') {
    options.onNote(`${parting.join(' and ')} ${parting.length === 1 ? 'changes' : 'change'} what animals live through or how they are made: ${groups.length} groups live apart, each in lockstep`);
  }
  const chooser = new Chooser(sweep, options);
  for (const seed of options.seeds) {
    for (const group of groups) yield* runGroup(sweep, group, seed, chooser, options);
  }
}

/** How a group is computed. */
type Choice = { readonly by: 'typed-arrays'; readonly secondsEach: number } | { readonly by: 'population'; readonly maker: PopulationMaker; readonly plan: PopulationPlan; readonly chunk: number };

async function* runGroup(sweep: Sweep, group: LockstepGroup, seed: number, chooser: Chooser, { workers = availableParallelism() }: SweepOptions): AsyncGenerator<SweptAnimal, void> {
  const choice = await chooser.choose(group, seed);
  const results = choice.by === 'population' ? populationAnimals(sweep, group.animals, choice) : typedAnimals(sweep, group.animals, { seed, workers, secondsEach: choice.secondsEach });
  const backend = choice.by === 'population' ? choice.maker.backend : choice.by;
  for await (const result of results) yield { ...result, backend };
}

/** Chooses between the typed-array engine and a population, by a measurement on the trials at hand. */
class Chooser {
  private readonly sweep: Sweep;
  private readonly options: SweepOptions;
  private readonly told = new Set<string>();
  private maker: Promise<PopulationMaker> | undefined;

  constructor(sweep: Sweep, options: SweepOptions) {
    this.sweep = sweep;
    this.options = options;
  }

  async choose({ animals }: LockstepGroup, seed: number): Promise<Choice> {
    const { population, workers = availableParallelism() } = this.options;
    const first = specOf(this.sweep, animals[0] as number);
    const probe = measureTyped(animals.map((animal) => () => ({ ...specOf(this.sweep, animal), seed })));
    const typed: Choice = { by: 'typed-arrays', secondsEach: probe?.seconds ?? 0 };
    if (population === 'off') return typed;
    const refusal = populationRefusal(first) ?? (population === 'auto' ? populationDoubt(first) : undefined) ?? (probe === undefined ? 'learning diverges' : undefined);
    if (refusal !== undefined || probe === undefined) return this.refuse(refusal ?? '', typed);
    const plan = planPopulation(probe.session, needsOf(worldOf(probe.session.spec), observe(probe.session)));
    const planned = planRefusal(plan);
    if (planned !== undefined) return this.refuse(planned, typed);

    const maker = await (this.maker ??= populationsFor(this.options.backend));
    const chunk = chunkOf(plan, maker);
    if (population === 'on') return { by: 'population', maker, plan, chunk: Math.min(chunk, animals.length) };
    const cost = await measurePopulation(plan, maker, animals.slice(0, chunk).map((animal) => ({ ...specOf(this.sweep, animal), seed })), chunk);
    const secondsEach = probe.seconds / workers;
    const from = crossover(cost, secondsEach);
    const isFaster = populationSeconds(cost, animals.length) < secondsEach * animals.length;
    this.tell(`the population program is faster ${from === Infinity ? 'for no number of animals' : `from about ${from} animals on`} on this machine (${maker.backend}, against ${workers} ${workers === 1 ? 'thread' : 'threads'} of typed arrays), so ${isFaster ? 'it is used' : 'typed arrays are used'} for ${animals.length}`);
    return isFaster ? { by: 'population', maker, plan, chunk: Math.min(chunk, animals.length) } : typed;
  }

  private refuse(why: string, typed: Choice): Choice {
    if (this.options.population === 'on') throw new InputError(why, '--population on', 'use --population auto');
    this.tell(`${why}: typed arrays are used`);
    return typed;
  }

  /** Each line once: groups and seeds are many, and mostly alike. */
  private tell(line: string): void {
    if (!this.told.has(line)) this.options.onNote(line);
    this.told.add(line);
  }
}

/** A person does not wait for the measurement, and the first animals are slow: the machine code for them is made on the way. */
const measuredSeconds = 0.4;
const mostMeasured = 40;

/** Runs the first few animals on the typed-array engine. @returns the fastest one's seconds; nothing where all of them diverge */
function measureTyped(animals: readonly (() => Spec)[]): { readonly session: Session; readonly seconds: number } | undefined {
  let best: { readonly session: Session; readonly seconds: number } | undefined;
  const start = performance.now();
  for (let i = 0; i < mostMeasured && performance.now() - start < 1000 * measuredSeconds; i++) {
    const began = performance.now();
    const session = lived((animals[i % animals.length] as () => Spec)());
    if (session === undefined) continue;
    observe(session).look();
    const seconds = (performance.now() - began) / 1000;
    if (best === undefined || seconds < best.seconds) best = { session, seconds };
  }
  return best;
}

function lived(spec: Spec): Session | undefined {
  try {
    const session = createSession(spec);
    session.advance(session.trials.length);
    return session;
  } catch (error) {
    if (error instanceof DivergedError) return undefined;
    throw error;
  }
}
