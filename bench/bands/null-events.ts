import { animalCurves, type EventRows } from '../../src/analysis/bands/animal-curves.ts';
import {
  groupBand,
  pairedBand,
  type AnimalBand,
  type BandOf,
  type Range,
} from '../../src/analysis/bands/animal-bands.ts';
import { pooledRows } from '../../src/analysis/bands/pooled-rows.ts';
import { randomStream, type RandomStream } from '../../src/core/random.ts';
import { addCurve, points } from './draw.ts';

/** 1,200 events of 12 animals, in two conditions without a true difference. */
const animals = 12;
const eventsEach = 100;
/** Standard deviations of what is an animal's own, of what a condition adds to an animal, and of an event. */
const [ownSize, conditionSize, eventSize] = [1, 0.5, 2];
/** 97.5 % quantile of the normal distribution: there are hundreds of rows. */
const normalQuantile = 1.96;

/** Percentages of experiments that show a difference although there is none. */
export interface NullEvents {
  readonly of: BandOf;
  /** The simultaneous band excludes zero somewhere. */
  readonly falsePositives: number;
  /** The same with event rows as if they were independent: the 95 % interval at one point chosen beforehand. */
  readonly pooledRows: number;
}

export function nullEvents(of: 'group difference' | 'paired difference', simulations: number): NullEvents {
  const random = randomStream(1, `bands/null events/${of}`);
  let [positive, pooled] = [0, 0];
  for (let i = 0; i < simulations; i++) {
    const [one, other] = of === 'group difference' ? twoGroups(random) : twoConditions(random);
    const curves = [animalCurves(one), animalCurves(other)] as const;
    const band = of === 'group difference' ? groupBand(...curves) : pairedBand(...curves);
    if (excludesZero(band)) positive += 1;
    if (rowsDiffer(one, other)) pooled += 1;
  }
  return { of, falsePositives: (100 * positive) / simulations, pooledRows: (100 * pooled) / simulations };
}

function twoGroups(random: RandomStream): readonly [EventRows, EventRows] {
  const group = (first: number): EventRows => {
    const numbers = Array.from({ length: animals / 2 }, (_, i) => first + i);
    return rowsOf(
      numbers,
      eventsEach,
      numbers.map(() => own(ownSize, random)),
      random,
    );
  };
  return [group(0), group(animals / 2)];
}

function twoConditions(random: RandomStream): readonly [EventRows, EventRows] {
  const numbers = Array.from({ length: animals }, (_, i) => i);
  const centres = numbers.map(() => own(ownSize, random));
  const condition = (): EventRows =>
    rowsOf(
      numbers,
      eventsEach / 2,
      centres.map((centre) => {
        const curve = centre.slice();
        addCurve(curve, 'normal', conditionSize, random);
        return curve;
      }),
      random,
    );
  return [condition(), condition()];
}

function own(size: number, random: RandomStream): Float64Array {
  const curve = new Float64Array(points);
  addCurve(curve, 'normal', size, random);
  return curve;
}

function rowsOf(
  numbers: readonly number[],
  events: number,
  centres: readonly Float64Array[],
  random: RandomStream,
): EventRows {
  const values = new Float64Array(numbers.length * events * points);
  const names = numbers.flatMap((number, i) =>
    Array.from({ length: events }, (_, event) => {
      const row = values.subarray((i * events + event) * points, (i * events + event + 1) * points);
      row.set(centres[i] as Float64Array);
      addCurve(row, 'normal', eventSize, random);
      return `animal ${number}`;
    }),
  );
  return { animals: names, points, values };
}

function excludesZero({ simultaneous }: AnimalBand): boolean {
  const { low, high } = simultaneous as Range;
  return low.some((_, i) => (low[i] as number) > 0 || (high[i] as number) < 0);
}

function rowsDiffer(one: EventRows, other: EventRows): boolean {
  const middle = points >> 1;
  const [a, b] = [pooledRows(one), pooledRows(other)];
  const difference = (a.mean[middle] as number) - (b.mean[middle] as number);
  return Math.abs(difference) > normalQuantile * Math.hypot(a.sem[middle] as number, b.sem[middle] as number);
}
