import { maxReward } from '../contracts/design-schema.ts';
import { didYouMean } from '../core/errors.ts';
import { readInterval, readSeconds } from './interval-text.ts';
import { Mistake, quoted } from './mistake.ts';
import type { CueSetting, Settings } from './plan.ts';
import { readNumber, Reader } from './trial-text.ts';

const keys = ['iti', 'cue', 'gap', 'reward size', 'reward probability', 'reward time', 'after'] as const;
const cueKey = /^cue (?:([A-Za-z]'*(?:\^\d{1,6})?)|\(?([A-Za-z][A-Za-z0-9_'^-]{0,39})\)?)$/;

/** The key of a single cue's setting. */
export const cuePlace = (cue: string): string => `cue ${cue}`;

/** The target of one line: a setting of the whole design, or that of one cue. */
type Change = { readonly key: string } & (
  | { readonly settings: Partial<Settings> }
  | { readonly cue: string; readonly setting: CueSetting }
);

/** Reads a line such as `iti = uniform 4 8`. */
export function readSetting(text: string, from: number, end: number): Change {
  const equals = text.indexOf('=', from);
  const key = text.slice(from, equals).trim().replace(/\s+/g, ' ');
  const reader = new Reader(text, equals + 1, end);
  const [, letter, name] = cueKey.exec(key) ?? [];
  const cue = letter ?? name;
  const change =
    cue === undefined
      ? { key, settings: valueOf(key, reader, from) }
      : { key: cuePlace(cue), cue, setting: readCue(reader) };
  if (!reader.isAtEnd)
    throw new Mistake(reader.at, `${reader.next} does not belong here`, `write one value for ${quoted(key)}`);
  return change;
}

function valueOf(key: string, reader: Reader, from: number): Partial<Settings> {
  if (key === 'step')
    throw new Mistake(from, 'a design has no step', 'leave the line out: the step is resolutionSeconds of the agent');
  switch (key as (typeof keys)[number]) {
    case 'iti':
      return { iti: readInterval(reader) };
    case 'cue':
      return { cueSeconds: readSeconds(reader, 'the duration of a cue', 1e-3) };
    case 'gap':
      return { gapSeconds: readSeconds(reader, 'the gap') };
    case 'reward size':
      return { rewardSize: readNumber(reader, -maxReward, maxReward, 'the size of reward') };
    case 'reward probability':
      return { rewardProbability: readNumber(reader, 0, 1, 'the probability of reward') };
    case 'reward time':
      return { rewardTime: readInterval(reader) };
    case 'after':
      return { afterSeconds: readSeconds(reader, 'the time after the last event', 1e-3) };
    default:
      throw new Mistake(from, `unknown setting ${quoted(key)}`, didYouMean(key.slice(0, 30), keys));
  }
}

/** `2 s`, or `2 s at 0.5 s`. */
function readCue(reader: Reader): CueSetting {
  const durationSeconds = readSeconds(reader, 'the duration of a cue', 1e-3);
  const delaySeconds =
    reader.take(/at(?![A-Za-z])/y) === undefined ? 0 : readSeconds(reader, 'how long after the others the cue begins');
  return { durationSeconds, delaySeconds };
}
