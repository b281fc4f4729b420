import { minFactor, maxEvents, maxFactor, maxReward, maxTrials } from '../contracts/design-schema.ts';
import { didYouMean } from '../core/errors.ts';
import { Mistake, quoted } from './mistake.ts';
import { maxCells, type PhasePlan, type RewardPlan, type TrialPlan } from './plan.ts';

const orders = { rand: 'balanced', cycle: 'cycle', draw: 'random' } as const;
const maxSeconds = 86_400;
/** A letter, which may have primes and a number: A, A', A^2. */
export const letterPattern = "[A-Za-z]'*(?:\\^\\d{1,6})?";
const bareCue = new RegExp(`^${letterPattern}$`);
const namePattern = "[A-Za-z][A-Za-z0-9_'^-]{0,39}";

/** Reads a text from left to right, up to `end`. */
export class Reader {
  at: number;
  readonly text: string;
  readonly end: number;

  constructor(text: string, from: number, end: number) {
    this.text = text.slice(0, end);
    this.at = from;
    this.end = end;
  }

  /** Consumes a match of the pattern (sticky) at this position, with preceding blanks; undefined if there is none. */
  take(pattern: RegExp): string | undefined {
    this.skipBlanks();
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found === undefined) return undefined;
    this.at += found.length;
    return found;
  }

  skipBlanks(): void {
    while (this.at < this.end && /\s/.test(this.text[this.at] as string)) this.at += 1;
  }

  get isAtEnd(): boolean {
    this.skipBlanks();
    return this.at >= this.end;
  }

  /** The next characters, for a message. */
  get next(): string {
    this.skipBlanks();
    return this.at >= this.end ? 'the end' : quoted(this.text.slice(this.at, this.at + 1));
  }
}

/**
 * A phase: `rand/ 20 A+ / 10 AX-`, `rand 30 / 2 A+ / 1 AX-`, or `rest 600 s`. Undefined for `-` alone: the group skips
 * it.
 */
export function readPhase(text: string, from: number, end: number): PhasePlan | undefined {
  const reader = new Reader(text, from, end);
  if (reader.isAtEnd)
    throw new Mistake(from, 'the phase is empty', 'write its trials, or - for a phase that the group sits out');
  if (text.slice(reader.at, end).trim() === '-') return undefined;
  const { at } = reader;
  if (reader.take(/rest(?=\s+[\d.])/y) !== undefined) return readRest(reader, at);
  const order = readOrder(reader);
  const total = order === 'blocked' ? undefined : readTotal(reader);
  const lambda = readLambda(reader);
  const trials: TrialPlan[] = [];
  do {
    if (trials.length >= maxCells)
      throw new Mistake(reader.at, `more than ${maxCells} kinds of trials in one phase`, 'split the design');
    trials.push(readTrial(reader, lambda));
  } while (reader.take(/\//y) !== undefined);
  if (!reader.isAtEnd)
    throw new Mistake(reader.at, `${reader.next} does not belong here`, 'separate trials by / and phases by |');
  return { order, ...(total === undefined ? {} : { total }), trials, at };
}

const minRest = 1e-3;

function readRest(reader: Reader, at: number): PhasePlan {
  const restSeconds = readNumber(reader, minRest, maxSeconds, 'the rest in seconds');
  reader.take(/s(?![A-Za-z])/y);
  if (!reader.isAtEnd)
    throw new Mistake(reader.at, `${reader.next} does not belong here`, 'write a rest as a separate phase: rest 600 s');
  return { order: 'blocked', trials: [], restSeconds, at };
}

function readOrder(reader: Reader): PhasePlan['order'] {
  const word = reader.take(/(?:rand|cycle|draw)(?=[\s/])/y);
  if (word === undefined) return 'blocked';
  reader.take(/\//y);
  return orders[word as keyof typeof orders];
}

/** A number that does not belong to a trial: it is alone between slashes. */
function readTotal(reader: Reader): number | undefined {
  if (reader.take(/(?=\d+\s*\/)/y) === undefined) return undefined;
  const total = readCount(reader);
  reader.take(/\//y);
  return total;
}

function readLambda(reader: Reader): number | undefined {
  if (reader.take(/lambda\s*=/y) === undefined) return undefined;
  const size = readNumber(reader, -maxReward, maxReward, 'the size of reward after lambda=');
  if (reader.take(/\//y) === undefined)
    throw new Mistake(reader.at, 'a / is missing after lambda', 'write lambda=0.5/10A+');
  return size;
}

function readTrial(reader: Reader, lambda: number | undefined): TrialPlan {
  reader.skipBlanks();
  const { at } = reader;
  const count = readCount(reader);
  const probe = reader.take(/#/y) !== undefined;
  if (probe && reader.take(/(?=\d)/y) !== undefined)
    throw new Mistake(at, 'the number of trials comes before #', 'write 10#A');
  const context = readContext(reader);
  const components = readComponents(reader);
  const outcomeAt = reader.at;
  const signed = readRewards(reader);
  if (signed === undefined && !probe) throw missingSign(reader, at, outcomeAt);
  if (signed === undefined && components.length === 0)
    throw new Mistake(reader.at, `a trial is expected instead of ${reader.next}`, 'write a trial such as 10A+');
  if (components.length === 0 && signed?.some(({ seconds = 0 }) => seconds < 0))
    throw new Mistake(outcomeAt, 'a reward before cues that are not there', 'write its time as 0 or more');
  return {
    count,
    probe,
    ...(context === undefined ? {} : { context }),
    components,
    rewards: (signed ?? []).map((reward) => sized(reward, lambda)),
    at,
  };
}

function sized(reward: RewardPlan, lambda: number | undefined): RewardPlan {
  return lambda === undefined || reward.size !== undefined
    ? reward
    : { ...reward, pluses: 1, size: reward.pluses * lambda };
}

function missingSign(reader: Reader, at: number, outcomeAt: number): Mistake {
  const trial = reader.text.slice(at, outcomeAt).trim();
  if (trial === '')
    return new Mistake(reader.at, `a trial is expected instead of ${reader.next}`, 'write a trial such as 10A+');
  const word = /^[a-z]{2,}/.exec(trial)?.[0];
  if (word !== undefined && !reader.isAtEnd)
    return new Mistake(
      at,
      `${quoted(word)} is neither an order nor followed by + or -`,
      didYouMean(word, [...Object.keys(orders), 'lambda']),
    );
  if (!reader.isAtEnd && reader.text[reader.at] !== '/')
    return new Mistake(
      reader.at,
      `${reader.next} does not belong in a trial`,
      'a trial is a number, cues such as AB or (light), then + or -',
    );
  return new Mistake(
    at + trial.length,
    `${quoted(trial)} has no outcome`,
    `write + after it for reward, - for none, or # before its cues for a probe`,
  );
}

export function readCount(reader: Reader): number {
  reader.skipBlanks();
  const { at } = reader;
  const digits = reader.take(/\d+/y);
  if (digits === undefined) return 1;
  const count = Number(digits);
  if (count < 1) throw new Mistake(at, 'no trials at all', 'leave the trial out, or give it at least one');
  if (count > maxTrials)
    throw new Mistake(
      at,
      `${digits.length > 12 ? 'that many' : digits} trials are more than the ${maxTrials} that fit`,
      'use fewer trials',
    );
  return count;
}

function readContext(reader: Reader): string | undefined {
  const found = reader.take(new RegExp(`(?:${namePattern}|\\(${namePattern}\\))\\s*:`, 'y'));
  return found?.replace(/[():\s]/g, '');
}

function readComponents(reader: Reader): readonly (readonly string[])[] {
  const components: string[][] = [];
  let total = 0;
  do {
    const cues = readCues(reader);
    total += Math.max(1, cues.length);
    limitEvents(reader.at, total, 'cues');
    const isPause = components.length > 0 && reader.take(/(?=>)/y) !== undefined;
    if (cues.length === 0 && components.length > 0 && !isPause)
      throw new Mistake(reader.at, `a cue is expected after > instead of ${reader.next}`, 'write A>B+');
    if (cues.length > 0 || isPause) components.push(cues);
  } while (components.length > 0 && reader.take(/>/y) !== undefined);
  return components;
}

function readCues(reader: Reader): string[] {
  const cues = new Set<string>();
  for (;;) {
    reader.skipBlanks();
    const { at } = reader;
    const letter = reader.take(new RegExp(letterPattern, 'y'));
    const cue = letter ?? readName(reader);
    if (cue === undefined) return [...cues];
    if (cues.has(cue))
      throw new Mistake(
        at,
        `cue ${quoted(cue)} comes twice in one compound`,
        'write each cue once, or a different one',
      );
    limitEvents(at, cues.add(cue).size, 'cues');
  }
}

/** @throws Mistake for too many cues or rewards in one trial */
export function limitEvents(at: number, count: number, what: string): void {
  if (count > maxEvents) throw new Mistake(at, `more than ${maxEvents} ${what} in one trial`, 'choose another file');
}

function readName(reader: Reader): string | undefined {
  const { at } = reader;
  if (reader.take(/\(/y) === undefined) return undefined;
  const name = reader.take(new RegExp(namePattern, 'y'));
  if (name === undefined || reader.take(/\)/y) === undefined)
    throw new Mistake(at, 'a cue in brackets is a name of at most 40 letters, digits, - and _', 'write (light)');
  return name;
}

/** Rewards of a trial; none for `-`; undefined without either. */
function readRewards(reader: Reader): readonly RewardPlan[] | undefined {
  if (reader.take(/-/y) !== undefined) return [];
  const rewards: RewardPlan[] = [];
  for (let pluses = reader.take(/\++/y); pluses !== undefined; pluses = reader.take(/\++/y)) {
    limitEvents(reader.at, rewards.push(readReward(reader, pluses.length)), 'rewards');
  }
  return rewards.length === 0 ? undefined : rewards;
}

function readReward(reader: Reader, pluses: number): RewardPlan {
  const { at } = reader;
  const isSized = reader.take(/(?=[-.]?\d)/y) !== undefined;
  if (isSized && pluses > 1) throw new Mistake(at, 'both several pluses and a size', 'write one + before a size');
  if (pluses > maxReward)
    throw new Mistake(at - 1, 'too many pluses', `write the size as a number, at most ${maxReward}`);
  const size = isSized ? readNumber(reader, -maxReward, maxReward, 'the size of a reward') : undefined;
  const probability = reader.take(/p/y) === undefined ? undefined : readNumber(reader, 0, 1, 'a probability');
  const seconds =
    reader.take(/@/y) === undefined
      ? undefined
      : readNumber(reader, -maxSeconds, maxSeconds, 'the time of a reward in seconds');
  const factor =
    reader.take(/b/y) === undefined
      ? undefined
      : readNumber(reader, minFactor, maxFactor, 'the factor on the learning rate');
  return {
    pluses,
    ...(size === undefined ? {} : { size }),
    ...(probability === undefined ? {} : { probability }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(factor === undefined ? {} : { factor }),
  };
}

/** @throws Mistake if there is no number, or an invalid one */
export function readNumber(reader: Reader, min: number, max: number, what: string): number {
  reader.skipBlanks();
  const { at } = reader;
  const found = reader.take(/-?(?:\d+(?:\.\d*)?|\.\d+)(?:e-?\d+)?/y);
  if (found === undefined) throw new Mistake(at, `${what} is missing`, `write a number from ${min} to ${max}`);
  const value = Number(found);
  if (value < min || value > max)
    throw new Mistake(
      at,
      `${what} is ${found.length > 20 ? 'out of range' : found}`,
      `write a number from ${min} to ${max}`,
    );
  return Object.is(value, -0) ? 0 : value;
}

/** A trial without its number, in normal form: its id. */
export const trialText = (trial: TrialPlan): string => textOf(trial, rewardText);

function textOf({ probe, context, components, rewards }: TrialPlan, text: (reward: RewardPlan) => string): string {
  const cues = components.map((set) => set.map((cue) => (bareCue.test(cue) ? cue : `(${cue})`)).join('')).join('>');
  const outcome = rewards.map(text).join('');
  return `${probe ? '#' : ''}${context === undefined ? '' : `${context}:`}${cues}${outcome === '' && !probe ? '-' : outcome}`;
}

/** The same with the learning-rate factor rounded for display. */
export const trialTitle = (trial: TrialPlan): string =>
  textOf(trial, ({ factor, ...reward }) =>
    rewardText(factor === undefined ? reward : { ...reward, factor: Number(factor.toPrecision(4)) }),
  );

function rewardText({ pluses, size, probability, seconds, factor }: RewardPlan): string {
  const number = (mark: string, value: number | undefined): string => (value === undefined ? '' : `${mark}${value}`);
  return `${'+'.repeat(pluses)}${number('', size)}${number('p', probability)}${number('@', seconds)}${number('b', factor)}`;
}
