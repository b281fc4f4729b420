import type { Population, PopulationMaker, PopulationTrial } from '../../contracts/population.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { populationJudge, type PopulationRecord } from '../../engine/population/judge-population.ts';
import { populationParameters } from '../../engine/population/parameters.ts';
import type { PopulationPlan } from '../../engine/population/plan.ts';
import { chunkFor, someOf } from './chunk.ts';
import type { Lockstep } from './lockstep.ts';

/** Predicting subjects in lockstep. */
export function populationLockstep(plan: PopulationPlan, maker: PopulationMaker): Lockstep {
  const { trials } = plan;
  return {
    backend: maker.backend,
    trials: trials.length,
    chunk: chunkOf(plan, maker),
    runAll: async (specs) => populationJudge(plan, await runTrials(plan, maker, specs)),
    secondsATrial: (specs) => secondsATrial(plan, maker, specs, someOf(trials.filter(({ table }) => table.rows > 0))),
    judgeBlank: (spec) => populationJudge(plan, blankRecord(plan))(0, 0, spec),
  };
}

/** Number of subjects in parallel. */
function chunkOf(
  { session: { weights, channels }, trials, windows, keptNumbers }: PopulationPlan,
  { backend }: PopulationMaker,
): number {
  const rows = Math.max(1, ...trials.map(({ table }) => table.rows));
  const accumulated = 2 * windows.reduce((sum, { counts }) => sum + counts.length, 0);
  return chunkFor(backend, Math.max(rows, weights.length) * channels, keptNumbers + accumulated);
}

async function runTrials(
  plan: PopulationPlan,
  maker: PopulationMaker,
  specs: readonly TrialSpec[],
): Promise<PopulationRecord> {
  const population = startPopulation(plan, maker, specs);
  try {
    const kept: PopulationRecord['kept'][number][] = [];
    for (const trial of plan.trials) kept.push(await population.runTrial(trial));
    return { subjects: specs.length, kept, sums: await population.sums(), sizes: await population.size() };
  } finally {
    population.dispose();
  }
}

function startPopulation(
  { groupOf, windows }: PopulationPlan,
  maker: PopulationMaker,
  specs: readonly TrialSpec[],
): Population {
  return maker.create({ ...populationParameters(specs), groupOf, windows: windows.map(({ counts }) => counts.length) });
}

/** Mean seconds per trial with N subjects, over some of the plan's trials. */
async function secondsATrial(
  plan: PopulationPlan,
  maker: PopulationMaker,
  specs: readonly TrialSpec[],
  trials: readonly PopulationTrial[],
): Promise<number> {
  const population = startPopulation(plan, maker, specs);
  try {
    // Backends compile on first use and, on a GPU, continue computing after the call: reading sizes waits for them.
    for (const trial of trials) await population.runTrial(trial);
    await population.size();
    const began = performance.now();
    for (const trial of trials) await population.runTrial(trial);
    await population.size();
    return (performance.now() - began) / 1000 / trials.length;
  } finally {
    population.dispose();
  }
}

function blankRecord({ windows, trials, session: { channels } }: PopulationPlan): PopulationRecord {
  const zeros = (length: number): { rpe: Float32Array; value: Float32Array } => ({
    rpe: new Float32Array(length),
    value: new Float32Array(length),
  });
  return {
    subjects: 1,
    sums: windows.map(({ counts }) => zeros(counts.length)),
    kept: trials.map(({ keep, table }) =>
      keep === 'nothing' ? undefined : zeros(table.rows * (keep === 'channels' ? channels : 1)),
    ),
    sizes: new Float32Array(1),
  };
}
