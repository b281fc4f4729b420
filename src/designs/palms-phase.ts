import { minFactor, maxFactor, maxReward, maxTrials } from '../contracts/design-schema.ts';
import { Mistake, quoted } from './mistake.ts';
import { maxCells, type PhasePlan, type RewardPlan, type TrialPlan } from './plan.ts';
import { letterPattern, limitEvents, readCount, readNumber, Reader } from './trial-text.ts';

interface Surroundings {
  /** β of a phase that does not set it. */
  readonly usualBeta: number;
  /** Whether each compound has its own cue. */
  readonly configural: boolean;
}

/** A trial as written; the meaning of its sign depends on the whole phase. */
interface Part {
  readonly plan: Omit<TrialPlan, 'rewards'>;
  readonly sign: '' | '-' | '+' | '++';
}

/** Settings of one phase, at any position in it. */
interface PhaseSettings {
  rand: boolean;
  lambda?: number;
  beta?: number;
}

/** Reads a phase such as `rand/lambda=0.8/5AB+/5C-`. Undefined if it has no trials: the group skips it. */
export function readPalmsPhase(text: string, from: number, end: number, around: Surroundings): PhasePlan | undefined {
  const parts: Part[] = [];
  const settings: PhaseSettings = { rand: false };
  for (let start = from; start <= end;) {
    const slash = text.indexOf('/', start);
    const stop = slash < 0 || slash > end ? end : slash;
    const part = readPart(new Reader(text, start, stop), settings, around);
    if (part !== undefined && parts.push(part) > maxCells)
      throw new Mistake(start, `more than ${maxCells} kinds of trials in one phase`, 'split the design');
    start = stop + 1;
  }
  if (parts.length === 0) return undefined;
  const trials = parts.map(({ plan, sign }): TrialPlan => ({
    ...plan,
    rewards: rewardsOf(sign, settings, around, plan.at),
  }));
  return { order: settings.rand ? 'balanced' : 'blocked', trials, at: from };
}

function readPart(reader: Reader, settings: PhaseSettings, around: Surroundings): Part | undefined {
  if (reader.isAtEnd) return undefined;
  const { at } = reader;
  const word = reader.take(/rand(?=\s*$)|lamb?da(?=\s*=)|beta(?=\s*=)/iy);
  if (word === undefined) return readTrial(reader, around);
  if (word !== word.toLowerCase())
    throw new Mistake(at, `${quoted(word)} would be letters of cues in PALMS`, `write ${word.toLowerCase()}`);
  if (word === 'rand') settings.rand = true;
  else readPhaseSetting(reader, word === 'beta' ? 'beta' : 'lambda', settings, at);
  if (!reader.isAtEnd) throw stray(reader);
  return undefined;
}

function readPhaseSetting(reader: Reader, name: 'beta' | 'lambda', settings: PhaseSettings, at: number): void {
  reader.take(/=/y);
  if (settings[name] !== undefined) throw new Mistake(at, `${name} is set twice in one phase`, 'leave one of the two');
  const value = readNumber(reader, 0, maxReward, name);
  // For 0 PALMS uses the default instead.
  if (value === 0)
    throw new Mistake(
      at,
      `${name}=0, which PALMS takes as not set`,
      name === 'lambda' ? 'write - after the trials, or leave it out' : 'write a number above 0, or leave it out',
    );
  settings[name] = value;
}

function readTrial(reader: Reader, { configural }: Surroundings): Part {
  const { at } = reader;
  const count = readCount(reader);
  const cues = readCues(reader);
  const sign = (reader.take(/\+\+?|-/y) ?? '') as Part['sign'];
  if (!reader.isAtEnd) throw stray(reader);
  if (cues.length === 0)
    throw new Mistake(at, 'a trial without cues', `write a trial such as 10A+, at most ${maxTrials} of a kind`);
  return {
    plan: {
      count,
      probe: false,
      components: [configural && cues.length > 1 ? [...cues, configuralCue(cues, at)] : cues],
      at,
    },
    sign,
  };
}

/** Upper and lower case letters are the same cue, and their order does not matter. */
function readCues(reader: Reader): readonly string[] {
  const cues = new Set<string>();
  const letter = new RegExp(letterPattern, 'y');
  for (;;) {
    reader.skipBlanks();
    const { at } = reader;
    if (reader.take(/[\u00d1\u00f1]/y) !== undefined)
      throw new Mistake(at, 'a cue with a letter other than A to Z', "use A to Z, with primes or a number: A, A', A^2");
    const cue = reader.take(letter)?.toUpperCase();
    if (cue === undefined) return [...cues].sort();
    if (cues.has(cue))
      throw new Mistake(
        at,
        `cue ${quoted(cue)} comes twice in one compound`,
        'write each cue once, or a different one',
      );
    limitEvents(at, cues.add(cue).size, 'cues');
  }
}

const longestName = 40;

function configuralCue(cues: readonly string[], at: number): string {
  const name = cues.join('');
  if (name.length > longestName)
    throw new Mistake(
      at,
      `a configural cue whose name has more than ${longestName} characters`,
      'use shorter names, or leave the configural cues out',
    );
  return name;
}

const stray = (reader: Reader): Mistake =>
  new Mistake(reader.at, `${reader.next} does not belong here`, 'separate trials by / and phases by |');

/** A missing sign means -: no reward. ++ doubles beta, not lambda. */
function rewardsOf(
  sign: Part['sign'],
  { lambda, beta }: PhaseSettings,
  { usualBeta }: Surroundings,
  at: number,
): readonly RewardPlan[] {
  if (sign === '' || sign === '-') return [];
  const factor = Number((((beta ?? usualBeta) / usualBeta) * (sign === '++' ? 2 : 1)).toPrecision(12));
  if (factor < minFactor || factor > maxFactor)
    throw new Mistake(
      at,
      `beta is ${factor} times the usual one, ${usualBeta}`,
      `use a beta from ${minFactor} to ${maxFactor} times the usual one`,
    );
  return [{ pluses: 1, ...(lambda === undefined ? {} : { size: lambda }), ...(factor === 1 ? {} : { factor }) }];
}
