import { maxTrials } from '../contracts/design-schema.ts';
import { Mistake, quoted } from './mistake.ts';
import { defaultSettings, maxCells, type PhasePlan, type RewardPlan, type TrialPlan } from './plan.ts';
import { limitEvents, Reader } from './trial-text.ts';

/** Information from the whole table that has been read so far. */
export interface Names {
  /** Names of the US: there is only one kind of reward. */
  readonly us: Set<string>;
  /** Nominal names, such as A_a, that were interpreted by their function. */
  readonly nominal: Set<string>;
  /** Whether a US occurred in one period with other stimuli. */
  together: boolean;
}

const usName = /^US[A-Za-z0-9_]*$/;
/** Successive stimuli, each as long as a cue. */
const periodSeconds = defaultSettings.cueSeconds;

/**
 * Reads a cell such as `!10A>(US)/10B`.
 * @throws Mistake with its place relative to the first character of the cell
 */
export function readCalmrPhase(text: string, names: Names): PhasePlan {
  const isRandom = text.includes('!');
  const reader = new Reader(text.replaceAll('!', ' '), 0, text.length);
  const trials: TrialPlan[] = [];
  do {
    if (trials.length >= maxCells)
      throw new Mistake(reader.at, `more than ${maxCells} kinds of trials in one phase`, 'split the design');
    trials.push(readTrial(reader, names));
  } while (reader.take(/\//y) !== undefined);
  if (!reader.isAtEnd)
    throw new Mistake(
      reader.at,
      `${reader.next} does not belong here`,
      'write trials such as 10A>(US), separated by /',
    );
  return { order: isRandom ? 'balanced' : 'blocked', trials, at: 0 };
}

function readTrial(reader: Reader, names: Names): TrialPlan {
  reader.skipBlanks();
  const { at } = reader;
  const count = readCount(reader, at);
  const isProbe = reader.take(/#/y) !== undefined;
  const periods: Period[] = [];
  do {
    periods.push(readPeriod(reader, names));
    limitEvents(reader.at, periods.length, 'periods');
  } while (reader.take(/>/y) !== undefined);
  const probe = reader.take(/#/y) !== undefined || isProbe;
  return { count, probe, ...inTime(periods), at };
}

function readCount(reader: Reader, at: number): number {
  const digits = reader.take(/\d+/y);
  if (digits === undefined) throw new Mistake(at, 'the number of trials is missing', 'write 10A>(US)');
  const count = Number(digits);
  if (count < 1 || count > maxTrials)
    throw new Mistake(
      at,
      `${digits.length > 12 ? 'that many' : digits} trials are not allowed`,
      `write a number from 1 to ${maxTrials}`,
    );
  return count;
}

/** The stimuli in one period of a trial. */
interface Period {
  readonly cues: readonly string[];
  readonly us: boolean;
}

function readPeriod(reader: Reader, names: Names): Period {
  const cues = new Set<string>();
  let us = false;
  for (;;) {
    reader.skipBlanks();
    const { at } = reader;
    const found = reader.take(/[A-Za-z]|\([A-Za-z][A-Za-z0-9_-]{0,39}\)/y);
    if (found === undefined) break;
    const name = found.replace(/[()]/g, '');
    if (found.length > 1 && usName.test(name)) {
      oneUs(name, at, names);
      if (us) throw twice(name, at);
      us = true;
      continue;
    }
    const cue = functionOf(name, at, names);
    if (cues.has(cue)) throw twice(cue, at);
    limitEvents(at, cues.add(cue).size, 'cues');
  }
  if (cues.size === 0 && !us)
    throw new Mistake(
      reader.at,
      `stimuli are expected instead of ${reader.next}`,
      'write trials such as 10A>(US), separated by /',
    );
  names.together ||= us && cues.size > 0;
  return { cues: [...cues], us };
}

const twice = (name: string, at: number): Mistake =>
  new Mistake(at, `${quoted(name)} comes twice in one compound`, 'write each stimulus once');

function oneUs(name: string, at: number, { us }: Names): void {
  us.add(name);
  if (us.size > 1)
    throw new Mistake(at, `a second kind of US, ${quoted(name)}`, 'there is one kind of reward here: use one name');
}

/** Two stimuli with the same function, A_a and A_b, are the same stimulus for every agent here. */
function functionOf(name: string, at: number, { nominal }: Names): string {
  const [kind = '', variant, ...more] = name.split('_');
  if (variant === undefined) return name;
  if (kind === '' || variant === '' || more.length > 0)
    throw new Mistake(
      at,
      `${quoted(name)} does not say which part of it is the function`,
      'write the function, one _ and the variant, such as A_a',
    );
  nominal.add(name);
  return kind;
}

/** The position of the US among the periods is its time: it is delivered at the start of its period. */
function inTime(periods: readonly Period[]): Pick<TrialPlan, 'components' | 'rewards' | 'staysOn'> {
  const first = periods.findIndex(({ cues }) => cues.length > 0);
  const last = periods.findLastIndex(({ cues }) => cues.length > 0);
  const rewards = periods.flatMap(({ us }, i): readonly RewardPlan[] => {
    if (!us) return [];
    const isUsual = last < 0 ? periods.length === 1 : i === last + 1;
    return [{ pluses: 1, ...(isUsual ? {} : { seconds: (i - Math.max(last, 0)) * periodSeconds }) }];
  });
  const components = first < 0 ? [] : periods.slice(first, last + 1).map(({ cues }) => cues);
  const goesOn = components.some((set, i) => set.some((cue) => components[i + 1]?.includes(cue)));
  return { components, rewards, ...(goesOn ? { staysOn: true } : {}) };
}
