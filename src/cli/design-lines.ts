import {
  phaseTitle,
  type Design,
  type Interval,
  type Phase,
  type RewardEvent,
  type TrialType,
} from '../contracts/design.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { indented, outputWidth, wrapped } from './text-width.ts';

/** A design drawn as text: each trial type on a line of time, and the phases with their trials. */
export const designLines = (design: Design): readonly string[] => [
  ...Object.values(design.trialTypes).flatMap((type) => typeLines(design, type)),
  ...textTable([
    ['  phase', 'trials', 'of'],
    ...design.phases.map((phase) => [
      `  ${phaseTitle(design, phase)}`,
      String(phase.trials),
      mixtureWords(design, phase),
    ]),
  ]).split('\n'),
  indented(`between trials: ${intervalWords(design.iti)}`, 2, 4),
];

/** The trial types of a phase, with their shares where there are several. */
function mixtureWords({ trialTypes }: Design, { mixture, plastic }: Phase): string {
  const types = Object.entries(mixture);
  const total = types.reduce((sum, [, weight]) => sum + weight, 0);
  const words = types.map(([type, weight]) => {
    const title = trialTypes[type]?.title ?? type;
    return types.length === 1 ? title : `${title} (${shortNumber((100 * weight) / total)} %)`;
  });
  return `${words.join('; ')}${plastic ? '' : '; without learning'}`;
}

/** Characters of a bar: fewer where the output is narrow. */
const [minBar, maxBar] = [20, 40];
/** Characters of a line that is beside a bar. */
const minWords = 16;

/** An event on the line of time: its name, when it is, the sign of its bar, and what is said beside it. */
type EventRow = readonly [name: string, from: number, to: number, sign: string, words: string];

function typeLines(design: Design, type: TrialType): readonly string[] {
  const rows = eventRows(design, type);
  const where = type.context === undefined ? '' : `, in ${titleOf(design.contexts, type.context)}`;
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const barWidth = Math.min(
    maxBar,
    Math.max(minBar, outputWidth() - `    ${' '.repeat(width)}  ||  `.length - minWords),
  );
  const column = (seconds: number): number =>
    Math.min(barWidth - 1, Math.max(0, Math.floor((barWidth * seconds) / design.trialSeconds)));
  const lines = rows.flatMap(([name, from, to, sign, words]) => {
    const bar = ' '.repeat(column(from)) + sign.repeat(Math.max(1, column(to) - column(from)));
    const left = `    ${name.padEnd(width)}  |${bar.padEnd(barWidth)}|  `;
    return wrapped(words, Math.max(minWords, outputWidth() - left.length)).map(
      (line, i) => (i === 0 ? left : ' '.repeat(left.length)) + line,
    );
  });
  return [`  ${type.title}${where}`, ...(lines.length === 0 ? ['    nothing happens'] : lines)];
}

const titleOf = (named: readonly { readonly id: string; readonly title: string }[] | undefined, id: string): string =>
  named?.find((one) => one.id === id)?.title ?? id;

const eventRows = (design: Design, type: TrialType): readonly EventRow[] => [
  ...type.cues.map(({ cue, onsetSeconds, durationSeconds }): EventRow => {
    const end = onsetSeconds + durationSeconds;
    const words = `${shortNumber(onsetSeconds)} to ${shortNumber(end)} s`;
    return [titleOf(design.cues, cue), onsetSeconds, end, '=', words];
  }),
  ...type.rewards.map((reward): EventRow => [
    reward.name ?? 'reward',
    ...timesOf(reward.time),
    '*',
    `${rewardWords(reward)} at ${intervalWords(reward.time)}`,
  ]),
  ...(type.stages ?? []).map(({ state, onsetSeconds, options }): EventRow => {
    const actions = options.map(({ action }) => titleOf(design.actions, action)).join(' or ');
    const words = `at ${shortNumber(onsetSeconds)} s choose ${actions}`;
    return [titleOf(design.states, state), onsetSeconds, onsetSeconds, '?', words];
  }),
];

const timesOf = (interval: Interval): readonly [number, number] => {
  if (interval.kind === 'fixed') return [interval.seconds, interval.seconds];
  if (interval.kind === 'grid') return [Math.min(...interval.seconds), Math.max(...interval.seconds)];
  return [interval.minSeconds, interval.maxSeconds];
};

function rewardWords({ magnitude, amount, probability }: RewardEvent): string {
  if (probability === 0) return 'omitted';
  const size = amount ?? `${shortNumber(magnitude)} reward units`;
  return probability === 1 ? size : `${size} with probability ${shortNumber(probability)}`;
}

function intervalWords(interval: Interval): string {
  const [from, to] = timesOf(interval).map(shortNumber) as [string, string];
  switch (interval.kind) {
    case 'fixed':
      return `${from} s`;
    case 'uniform':
      return `${from} to ${to} s, uniform`;
    case 'exponential':
      return `${from} to ${to} s, exponential with mean ${shortNumber(interval.meanSeconds)} s`;
    case 'normal':
      return `${from} to ${to} s, normal with mean ${shortNumber(interval.meanSeconds)} s and SD ${shortNumber(interval.sdSeconds)} s`;
    case 'grid':
      return `one of ${interval.seconds.map(shortNumber).join(', ')} s`;
  }
}
