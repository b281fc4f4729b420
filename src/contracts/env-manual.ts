/** The size of a reward: a number, the parameter that sets it, or a range; without `from` or `to` it is unbounded on that side. */
export type RewardSize = number | { readonly parameter: string } | { readonly from?: number; readonly to?: number };

/** A reward and the steps that bring it. The reward of a step is the sum of all that apply, 0 if none does. */
export interface RewardRule {
  readonly size: RewardSize;
  /** Steps with one of these events; every step; every step without an event of another reward; or some of those, which no event marks. */
  readonly on: readonly string[] | 'every step' | 'other steps' | 'some other steps';
  /** It counts once for each occurrence in the step. */
  readonly each?: true;
  /** When it applies, without a full stop: 'a brick is broken', 'in every step'. */
  readonly when: string;
}

/** A rule by which the environment ends an episode. */
export interface EndRule {
  /** The events that come with it. */
  readonly on: readonly string[];
  /** True if only some of these events end the episode. */
  readonly some?: true;
  /** The parameter that holds how many of these events end the episode; one if absent. */
  readonly times?: string;
  /** The clause after "when", without a full stop: 'the ball is lost'. */
  readonly when: string;
}

/** The page of an environment, except for what its spaces, parameters and events say. Plain text, without Markdown. */
export interface EnvManual {
  /** What an observation is, in sentences. */
  readonly observation: string;
  /** The meaning of each number, channel or state, by the names of the observation space in their order; for a discrete space by 0, 1, … */
  readonly seen?: Readonly<Record<string, string>>;
  /** What the actions do beyond their titles, in sentences. */
  readonly actions?: string;
  readonly rewards: readonly RewardRule[];
  /** How an episode starts, in sentences. */
  readonly start: string;
  /** Empty if the environment never ends an episode. */
  readonly ends: readonly EndRule[];
}
