import type { RewardRule, RewardSize } from './env-manual.ts';
import { timeLimitOf, type ActionSpace, type ControlEnv, type ObservationSpace, type World } from './control-env.ts';
import { keyName } from './key-name.ts';
import { parseParameters } from './parameters.ts';

/** One number, channel or state of an observation. */
interface SeenPart {
  readonly name: string;
  /** The range of a number in play. */
  readonly low?: string;
  readonly high?: string;
  readonly text: string;
}

interface PageAction {
  /** The argument of a step: the number of the action, or a real value. */
  readonly value: string;
  readonly title: string;
  readonly keys: readonly string[];
}

/** The page of an environment at its default parameters, as plain data: the same in the app, in `phasic show` and in docs/environments.md. */
export interface EnvPage {
  readonly observation: {
    readonly kind: ObservationSpace['kind'];
    readonly space: string;
    readonly text: string;
    readonly parts: readonly SeenPart[];
  };
  readonly actions: { readonly space: string; readonly text: string; readonly list: readonly PageAction[] };
  readonly rewards: readonly { readonly size: string; readonly when: string }[];
  readonly start: string;
  /** Sentences on termination and truncation. */
  readonly ends: readonly string[];
}

export function envPage(env: ControlEnv): EnvPage {
  const { manual } = env;
  const world = env.create(parseParameters(env.parameters, {}, `env ${env.id}`));
  const { observation, actions } = world;
  return {
    observation: {
      kind: observation.kind,
      space: observationText(observation),
      text: manual.observation,
      parts: seenParts(env, observation),
    },
    actions: { space: actionText(actions), text: manual.actions ?? '', list: pageActions(actions) },
    rewards: [
      ...manual.rewards.map(({ size, each, when }) => ({
        size: `${sizeText(env, size)}${each === true ? ' each' : ''}`,
        when,
      })),
      ...(manual.rewards.some(fillsEveryStep) ? [] : [{ size: '0', when: 'in any other step' }]),
    ],
    start: manual.start,
    ends: [...terminations(env), truncation(env, world)],
  };
}

/** A heading and its lines. */
export interface PageSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The page as lines of plain text, for the app and `phasic show`. */
export function pageSections({ observation, actions, rewards, start, ends }: EnvPage): readonly PageSection[] {
  const bounds = ({ low, high }: SeenPart): string => (low === undefined ? '' : `, ${low} to ${high}`);
  const keysText = (keys: readonly string[]): string => (keys.length === 0 ? '' : ` (${keys.join(', ')})`);
  return [
    {
      title: 'observation',
      lines: [
        `${observation.space} ${observation.text}`,
        ...observation.parts.map((part) => `${part.name}${bounds(part)}: ${part.text}`),
      ],
    },
    {
      title: 'actions',
      lines: [
        `${actions.space} ${actions.text}`.trimEnd(),
        ...actions.list.map(({ value, title, keys }) => `${value}: ${title}${keysText(keys)}`),
      ],
    },
    { title: 'rewards', lines: rewards.map(({ size, when }) => `${size}: ${when}`) },
    { title: 'start of an episode', lines: [start] },
    { title: 'end of an episode', lines: ends },
  ];
}

const numberText = (value: number): string => String(Number(value.toPrecision(4)));

const fillsEveryStep = ({ on }: RewardRule): boolean => on === 'every step' || on === 'other steps';

function observationText(space: ObservationSpace): string {
  if (space.kind === 'discrete')
    return space.count === 1 ? 'The number 0.' : `A whole number from 0 to ${space.count - 1}.`;
  if (space.kind === 'box') return `${space.shape[0]} numbers.`;
  const [rows, columns, channels] = space.shape;
  const ofEach = channels === 1 ? '1 channel' : `${channels} channels`;
  return `${rows} rows × ${columns} columns × ${ofEach} of 0 and 1, row by row from the top left, the channels of a cell together.`;
}

function seenParts({ manual: { seen = {} } }: ControlEnv, space: ObservationSpace): readonly SeenPart[] {
  const parts = Object.entries(seen).map(([name, text]) => ({ name, text }));
  if (space.kind !== 'box') return parts;
  return parts.map((part, i) => ({
    ...part,
    low: numberText(space.low[i] as number),
    high: numberText(space.high[i] as number),
  }));
}

function actionText(space: ActionSpace): string {
  if (space.kind === 'discrete') return `One of ${space.actions.length}.`;
  const unit = space.unit === undefined ? '' : ` ${space.unit}`;
  return `${space.title}: a number from ${numberText(space.low)} to ${numberText(space.high)}${unit}.`;
}

function pageActions(space: ActionSpace): readonly PageAction[] {
  if (space.kind === 'discrete')
    return space.actions.map(({ title, keys = [] }, i) => ({ value: String(i), title, keys: keys.map(keyName) }));
  return (space.keys ?? []).map(({ code, value }) => ({
    value: numberText(value),
    title: space.title,
    keys: [keyName(code)],
  }));
}

function sizeText({ parameters }: ControlEnv, size: RewardSize): string {
  if (typeof size === 'number') return numberText(size);
  if ('parameter' in size) return `${size.parameter} (${parameters[size.parameter]?.default})`;
  const { from, to } = size;
  if (from === undefined || to === undefined) return from === undefined ? `${to} or less` : `${from} or more`;
  return `${numberText(from)} to ${numberText(to)}`;
}

function terminations({ manual, parameters }: ControlEnv): readonly string[] {
  if (manual.ends.length === 0) return ['Never terminated.'];
  return manual.ends.map(({ when, times }) => {
    const count = times === undefined ? '' : ` (${times} = ${parameters[times]?.default})`;
    return `Terminated when ${when}${count}.`;
  });
}

/** From `timeLimit`, which every stepped environment has (controlParameters). */
function truncation({ parameters }: ControlEnv, world: World): string {
  const limit = timeLimitOf(world, parameters['timeLimit']?.default as number);
  return limit === 0 ? 'Never truncated, unless timeLimit is set.' : `Truncated after ${limit} steps (timeLimit).`;
}
