import { InputError } from '../../core/errors.ts';
import { examinedDesign, type ModelsInDesign, type ScannedDesign } from '../../fitting/designs/examined-design.ts';
import { lengthPowers, type LengthPower } from '../../fitting/discrimination/needed.ts';
import type { Wins } from '../../fitting/discrimination/power.ts';
import type { PredictedCondition } from '../../fitting/designs/predicted-responses.ts';
import { separability, type PairSeparability } from '../../fitting/discrimination/separability.ts';
import { spreadTasks, type SpreadOptions } from '../spread-tasks.ts';
import { discriminateTask, type DiscriminateJob, type DiscriminateResults } from './discriminate-job.ts';

/** Which design tells models apart best, and how well. Plain data. */
export interface Discrimination {
  /** In the order of the designs. */
  readonly designs: readonly ScannedDesign[];
  /** Number of the best. */
  readonly best: number;
  /** Of the best, computed finely. */
  readonly pairs: readonly PairSeparability[];
  /** By length of session; the last is the whole session. */
  readonly powers: readonly LengthPower[];
  /** Simulated for each model. */
  readonly experiments: number;
  readonly predictions: readonly PredictedCondition[];
}

export interface DiscriminateOptions extends Omit<SpreadOptions, 'told'> {
  /** The least and the largest number of animals. */
  readonly animals: readonly [number, number];
  /** Simulated for each model. */
  readonly experiments: number;
  /** Called when a piece of work begins: its name, and the number of its parts. */
  begun?(what: string, parts: number): (done: number) => void;
}

/** Experiments of one job. */
const each = 100;

/**
 * @throws InputError if the models predict the same in all designs, and for a design that cannot be simulated
 */
export async function discriminate(
  designs: readonly ModelsInDesign[],
  { animals, experiments, begun = () => () => undefined, ...pool }: DiscriminateOptions,
): Promise<Discrimination> {
  const jobs = async <Kind extends DiscriminateJob['kind']>(
    what: string,
    all: readonly Extract<DiscriminateJob, { readonly kind: Kind }>[],
  ): Promise<readonly DiscriminateResults[Kind][]> =>
    // A job gives the result of its kind.
    (await spreadTasks<'discriminate', DiscriminateJob>(
      all,
      { kind: 'discriminate', here: discriminateTask, job: (job) => job, name: () => what },
      { ...pool, told: begun(what, all.length) },
    )) as readonly DiscriminateResults[Kind][];

  const scanned = await jobs(
    'designs',
    designs.map((design) => ({ kind: 'design' as const, design })),
  );
  const best = bestOf(scanned);
  const design = designs[best] as ModelsInDesign;
  requireApart(scanned, design.names);
  const models = design.names.map((_, model) => model);
  const nearest = await jobs(
    'parameters of rivals',
    models.map((truth) => ({ kind: 'nearest' as const, design, truth })),
  );
  const examined = examinedDesign(design, nearest);
  const { statistics } = examined;
  const ranges = models.flatMap((model) =>
    Array.from({ length: Math.ceil(experiments / each) }, (_, i) => ({
      model,
      from: i * each,
      to: Math.min(experiments, (i + 1) * each),
    })),
  );
  const wins = await jobs(
    'simulated experiments',
    ranges.map((range) => ({
      kind: 'experiments' as const,
      statistics,
      range,
      maxAnimals: animals[1],
      seed: design.seed,
    })),
  );
  return {
    designs: scanned,
    best,
    pairs: separability(statistics, { animals: 400, seed: design.seed }),
    powers: lengthPowers(
      examined.stretches,
      models.map((model) => summed(wins.filter((_, i) => ranges[i]?.model === model))),
      experiments,
      animals,
    ),
    experiments,
    predictions: examined.predictions,
  };
}

/** A design is as good as its hardest pair. */
export const hardestOf = ({ pairs }: Pick<ScannedDesign, 'pairs'>): PairSeparability =>
  pairs.reduce((worst, pair) => (pair.evidence < worst.evidence ? pair : worst));

const bestOf = (scanned: readonly ScannedDesign[]): number =>
  scanned.reduce(
    (best, design, i) => (hardestOf(design).evidence > hardestOf(scanned[best] as ScannedDesign).evidence ? i : best),
    0,
  );

/** Nats per animal: with less, a thousand animals would not speak for one of two models with 20 to 1. */
const leastUnlike = 0.003;

/** @throws InputError if two models predict the same, whichever is true, in every design */
function requireApart(scanned: readonly ScannedDesign[], names: readonly string[]): void {
  const isApart = (one: number, other: number): boolean =>
    scanned.some(({ pairs }) =>
      pairs.some(
        ({ model, rival, unlike }) =>
          Math.min(model, rival) === other && Math.max(model, rival) === one && unlike >= leastUnlike,
      ),
    );
  const alike = names.flatMap((name, model) =>
    names.slice(0, model).flatMap((other, rival) => (isApart(model, rival) ? [] : [`${other} and ${name}`])),
  );
  if (alike.length === 0) return;
  throw new InputError(
    `${alike.join('; ')} predict the same, as far as this noise lets it be seen: these models cannot be told apart in this design`,
    'discriminate',
    'vary something on which they differ (--vary), or name other agents',
  );
}

const summed = (all: readonly Wins[]): Wins =>
  all.reduce((sum, one) => sum.map((counts, length) => counts.map((count, i) => count + (one[length]?.[i] ?? 0))));
