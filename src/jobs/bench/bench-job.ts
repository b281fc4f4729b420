import { poolResults } from '../../analysis/pool.ts';
import { verdictOf } from '../../analysis/verdict.ts';
import type { BenchCell, BenchCondition } from '../../contracts/bench.ts';
import type { Averages, Band } from '../../contracts/paradigm.ts';
import type { SignatureResult, SummaryResult } from '../../contracts/result.ts';
import type { Result } from '../../spec/result.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { misfitInTrials } from '../../spec/fits.ts';
import { setParameter } from '../../engine/set-parameter.ts';
import { InputError } from '../../core/errors.ts';
import { withDrawsNoted } from '../../core/random.ts';
import { find, lookup } from '../../engine/registry.ts';
import { KeptWork } from '../../engine/kept-work.ts';
import { observe } from '../../engine/run.ts';
import { createTrialSession } from '../../engine/trial-session.ts';
import { worldOf } from '../../engine/world.ts';

/** One cell of the matrix, as sent to a worker. */
export interface BenchJob {
  readonly paradigm: string;
  readonly agent: string;
  /** Number of seeds, counted from 1. */
  readonly seeds: number;
}

export type BenchAnswer = BenchCell;

/** A worker's task, with the choice of a grid twice as coarse as the agent's own. */
export interface GridJob extends BenchJob {
  readonly halved: boolean;
}

const specs = new Map<string, TrialSpec | undefined>();
const worlds = new Map<string, TrialSpec>();

/**
 * The experiment of a cell, under its first seed; undefined if the agent cannot run in the paradigm. Kept, since a
 * matrix asks for each several times, and completing one builds its design.
 */
export function benchSpec({ paradigm, agent }: Pick<BenchJob, 'paradigm' | 'agent'>): TrialSpec | undefined {
  const cell = `${paradigm} ${agent}`;
  if (!specs.has(cell)) {
    const rule = find('agents', agent).learningRule.id;
    const isFit = misfitInTrials(lookup, benchWorld(paradigm), rule) === undefined;
    specs.set(cell, isFit ? inWorld(paradigm, agent) : undefined);
  }
  return specs.get(cell);
}

/** All agents are in the same world, by which what they have in common is kept. */
const inWorld = (paradigm: string, agent: string): TrialSpec => ({
  ...completeTrialSpec({ world: worldIn(paradigm), agent, seed: 1 }),
  world: benchWorld(paradigm).world,
});

const worldIn = (paradigm: string) => ({ id: paradigm, parameters: find('paradigms', paradigm).bench ?? {} });

function benchWorld(paradigm: string): TrialSpec {
  const known = worlds.get(paradigm) ?? completeTrialSpec({ world: worldIn(paradigm) });
  worlds.set(paradigm, known);
  return known;
}

/** Runs an agent in a paradigm under all seeds and judges the results. */
export const runBenchJob = (job: BenchJob): BenchAnswer => runOnGrid({ ...job, halved: false });

export function runOnGrid({ halved, ...job }: GridJob): BenchAnswer {
  const began = performance.now();
  const own = benchSpec(job);
  const spec = own === undefined || !halved ? own : onHalvedGrid(own);
  if (spec === undefined)
    return { ...job, verdict: 'not-applicable', signatures: [], conditions: [], summaries: [], seconds: 0 };
  const took = (): number => (performance.now() - began) / 1000;
  try {
    const world = worldOf(spec);
    const looks = underSeeds(1, job.seeds, (seed) => lookAt({ ...spec, seed }, world.shown, seed === 1));
    const { signatures, conditions } = poolResults(looks);
    const shown = world.shown.map((id): BenchCondition => {
      const { align, t, n, marks, rpe } = conditions[id] as (typeof conditions)[string];
      return { id, title: world.conditions[id]?.title ?? id, align, t, n, marks, rpe: rounded(rpe) };
    });
    return {
      ...job,
      verdict: verdictOf(signatures),
      signatures,
      conditions: shown,
      summaries: looks[0]?.summaries ?? [],
      seconds: took(),
    };
  } catch (error) {
    // A failure of the agent is a result; anything else is a defect of this program.
    if (!(error instanceof InputError)) throw error;
    return {
      ...job,
      verdict: 'error',
      signatures: [],
      conditions: [],
      summaries: [],
      seconds: took(),
      error: error.message,
    };
  }
}

function onHalvedGrid(spec: TrialSpec): TrialSpec {
  const { resolutionSeconds } = spec.agent.architecture.parameters;
  // An integer number of milliseconds, like every resolution.
  return setParameter(spec, 'architecture.resolutionSeconds', Math.round((resolutionSeconds as number) * 500) / 1000);
}

interface Look {
  readonly signatures: readonly SignatureResult[];
  readonly conditions: Readonly<Record<string, Averages>>;
  /** From the seed that is drawn. */
  readonly summaries: readonly SummaryResult[];
}

/**
 * The results of one seed, detached from its session: many sessions at once would not fit into memory.
 * @param shown ids of the conditions that are drawn
 */
function lookAt(spec: TrialSpec, shown: readonly string[], isDrawn: boolean): Look {
  const look = runAndMeasure(spec);
  const conditions = shown.map((id) => {
    const { align, t, n, marks, rpe, value } = look.conditions[id] as Averages;
    return [id, { align, t, n, marks, rpe, value, rate: notLookedAt }] as const;
  });
  return {
    signatures: look.signatures,
    conditions: Object.fromEntries(conditions),
    summaries: isDrawn ? look.summaries : [],
  };
}

/** One cell after the other, and cells of one paradigm follow one another. */
const common = new KeptWork();

function runAndMeasure(spec: TrialSpec): Omit<Result, 'hash'> {
  const session = createTrialSession(spec, { common });
  session.advance(session.trials.length);
  return observe(session).look();
}

/**
 * The measurements under some seeds, one after the other.
 * @throws InputError if the agent cannot run it
 */
export const measuredIn = (spec: TrialSpec, first: number, last: number): readonly (readonly SignatureResult[])[] =>
  underSeeds(first, last, (seed) => runAndMeasure({ ...spec, seed }).signatures);

/** The results of seeds from the first to the last. A session that draws nothing is run once: it is the same under all. */
function underSeeds<T>(first: number, last: number, runUnder: (seed: number) => T): readonly T[] {
  const results: T[] = [];
  for (let seed = first; seed <= last; seed++) {
    const { made, isDrawn } = withDrawsNoted(() => runUnder(seed));
    if (!isDrawn) return results.concat(Array.from({ length: last - seed + 1 }, () => made));
    results.push(made);
  }
  return results;
}

const notLookedAt: Band = { mean: [], sem: [], n: 0 };

const digits = 4;

/** A figure needs few digits, and a matrix has many figures. */
function rounded({ mean, sem, n }: Band): Band {
  const short = (numbers: readonly number[]): readonly number[] =>
    numbers.map((number) => Number(number.toPrecision(digits)));
  return { mean: short(mean), sem: short(sem), n };
}
