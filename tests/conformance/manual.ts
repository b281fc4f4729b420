import type { ControlEnv, World } from '../../src/contracts/control-env.ts';
import type { EndRule, EnvManual, RewardRule } from '../../src/contracts/env-manual.ts';
import type { AnyValues } from '../../src/contracts/parameters.ts';

/** A step of play: its reward, its events, and whether it terminated the episode. */
export interface PlayedStep {
  readonly reward: number;
  readonly events: readonly string[];
  readonly terminated: boolean;
  /** Events of the episode so far, including this step's, with the number of steps that had them. */
  readonly counts: Readonly<Record<string, number>>;
}

const quiet: PlayedStep = { reward: 0, events: [], terminated: false, counts: {} };

type Interval = readonly [low: number, high: number];
const rounding = 1e-9;
/** Maximum number of objects of one kind in one step: more than any board holds. */
const maxAtOnce = 100;

function sizesOf({ size, each }: RewardRule, values: AnyValues): readonly Interval[] {
  const [low, high] =
    typeof size === 'number'
      ? [size, size]
      : 'parameter' in size
        ? [values[size.parameter] as number, values[size.parameter] as number]
        : [size.from ?? -Infinity, size.to ?? Infinity];
  return each === true
    ? Array.from({ length: maxAtOnce }, (_, k) => [low * (k + 1), high * (k + 1)] as const)
    : [[low, high]];
}

const isMarked = ({ on }: RewardRule): boolean => typeof on !== 'string';
const happens = ({ on }: { readonly on: RewardRule['on'] }, events: readonly string[]): boolean =>
  typeof on !== 'string' && on.some((id) => events.includes(id));

const isRewarded = (rewards: readonly RewardRule[], events: readonly string[]): boolean =>
  rewards.some((rule) => isMarked(rule) && happens(rule, events));

/** The possible rewards of a step with these events, according to the manual. */
function allowed({ rewards }: EnvManual, events: readonly string[], values: AnyValues): readonly Interval[] {
  const parts = rewards.flatMap((rule): readonly (readonly Interval[])[] => {
    if (isMarked(rule)) return happens(rule, events) ? [sizesOf(rule, values)] : [];
    if (isRewarded(rewards, events) && rule.on !== 'every step') return [];
    return [rule.on === 'some other steps' ? [[0, 0], ...sizesOf(rule, values)] : sizesOf(rule, values)];
  });
  return parts.reduce<readonly Interval[]>(
    (sums, part) => sums.flatMap(([low, high]) => part.map(([from, to]): Interval => [low + from, high + to])),
    [[0, 0]],
  );
}

/** Whether a step under these rules can have a reward, whatever its events. */
export function canBring(manual: EnvManual, values: AnyValues, reward: number): boolean {
  const marked = manual.rewards.flatMap(({ on }) => (typeof on === 'string' ? [] : [on]));
  let together: (readonly string[])[] = [[]];
  for (const on of marked) together = together.concat(together.map((events) => [...events, ...on]));
  return together.some(
    (events) => disagreement({ ...manual, ends: [] }, values, { ...quiet, reward, events }) === undefined,
  );
}

/** The disagreement of a step with the rules; undefined if there is none. */
export function disagreement(manual: EnvManual, values: AnyValues, step: PlayedStep): string | undefined {
  const { reward, events, terminated, counts } = step;
  const told = `with ${events.join(', ') || 'no event'}`;
  if (!allowed(manual, events, values).some(([low, high]) => reward >= low - rounding && reward <= high + rounding))
    return `a reward of ${reward} ${told}`;
  const isEnough = ({ on, times }: EndRule): boolean =>
    times === undefined || on.reduce((sum, id) => sum + (counts[id] ?? 0), 0) >= (values[times] as number);
  const ends = manual.ends.filter((end) => happens(end, events) && isEnough(end));
  if (terminated && ends.length === 0) return `an end ${told}`;
  return !terminated && ends.some(({ some }) => some !== true) ? `no end ${told}` : undefined;
}

/** The rules, by their texts, that a step exercises: rewards with their events, and ends. */
export const shownBy = (
  { rewards, ends }: EnvManual,
  { events, terminated, reward }: PlayedStep,
): readonly string[] => [
  ...rewards
    .filter((rule) =>
      isMarked(rule)
        ? happens(rule, events)
        : rule.on === 'every step' || (!isRewarded(rewards, events) && reward !== 0),
    )
    .map(({ when }) => `reward: ${when}`),
  ...(terminated ? ends.filter((end) => happens(end, events)) : []).map(({ when }) => `end: ${when}`),
];

export const eventsOf = (env: ControlEnv, happened: World['happened']): readonly string[] =>
  env.events.filter((_, bit) => (happened & (1 << bit)) !== 0).map(({ id }) => id);
