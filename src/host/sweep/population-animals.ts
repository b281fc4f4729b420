import type { Population, PopulationMaker, PopulationTrial } from '../../contracts/population.ts';
import type { AnimalResult, Sweep } from '../../contracts/sweep.ts';
import type { Spec } from '../../contracts/spec.ts';
import { populationJudge, type PopulationRecord } from '../../engine/population/judge-population.ts';
import { populationParameters } from '../../engine/population/parameters.ts';
import type { PopulationPlan } from '../../engine/population/plan.ts';
import { specOf } from '../../engine/sweep.ts';

export interface PopulationWork {
  readonly plan: PopulationPlan;
  readonly maker: PopulationMaker;
  /** Animals that live side by side: more than these follow after them. */
  readonly chunk: number;
}

/** Lets animals of a sweep live in lockstep. Memory is bounded by the chunk, whatever their number. */
export async function* populationAnimals(sweep: Sweep, animals: readonly number[], { plan, maker, chunk }: PopulationWork): AsyncGenerator<AnimalResult, void> {
  const { seed } = plan.session.spec;
  for (let from = 0; from < animals.length; from += chunk) {
    const some = animals.slice(from, from + chunk);
    const specs = some.map((animal): Spec => ({ ...specOf(sweep, animal), seed }));
    const judge = populationJudge(plan, await liveThrough(plan, maker, specs));
    for (const [place, animal] of some.entries()) yield judge(place, animal, specs[place] as Spec);
  }
}

async function liveThrough(plan: PopulationPlan, maker: PopulationMaker, specs: readonly Spec[]): Promise<PopulationRecord> {
  const population = startPopulation(plan, maker, specs);
  try {
    const kept: PopulationRecord['kept'][number][] = [];
    for (const trial of plan.trials) kept.push(await population.live(trial));
    return { animals: specs.length, kept, sums: await population.sums(), sizes: await population.size() };
  } finally {
    population.dispose();
  }
}

function startPopulation({ groupOf, windows }: PopulationPlan, maker: PopulationMaker, specs: readonly Spec[]): Population {
  return maker.create({ ...populationParameters(specs), groupOf, windows: windows.map(({ counts }) => counts.length) });
}

/** Seconds that it takes to judge an animal, measured on one that showed nothing. */
export function secondsToJudge(plan: PopulationPlan, specs: readonly Spec[]): number {
  const zeros = (length: number): { rpe: Float32Array; value: Float32Array } => ({ rpe: new Float32Array(length), value: new Float32Array(length) });
  const { channels } = plan.session;
  const judge = populationJudge(plan, {
    animals: 1,
    sums: plan.windows.map(({ counts }) => zeros(counts.length)),
    kept: plan.trials.map(({ keep, table }) => (keep === 'nothing' ? undefined : zeros(table.rows * (keep === 'channels' ? channels : 1)))),
    sizes: new Float32Array(1),
  });
  let fastest = Infinity;
  for (const [i, spec] of specs.entries()) {
    const began = performance.now();
    judge(0, i, spec);
    fastest = Math.min(fastest, (performance.now() - began) / 1000);
  }
  return fastest;
}

/** Seconds that a trial takes with so many animals, the mean over some of the plan's trials. */
export async function secondsATrial(plan: PopulationPlan, maker: PopulationMaker, specs: readonly Spec[], trials: readonly PopulationTrial[]): Promise<number> {
  const population = startPopulation(plan, maker, specs);
  try {
    // Backends compile on first use and, on a GPU, go on computing after the call: reading sizes waits for them.
    for (const trial of trials) await population.live(trial);
    await population.size();
    const began = performance.now();
    for (const trial of trials) await population.live(trial);
    await population.size();
    return (performance.now() - began) / 1000 / trials.length;
  } finally {
    population.dispose();
  }
}
