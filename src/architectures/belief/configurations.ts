import { meanInterval, type Design, type GridDesign, type Phase, type TrialType } from '../../contracts/design.ts';
import { rewardSteps } from './reward-steps.ts';

/**
 * What the subject was trained on for one set of cues; trial types with the same cues at the same times are one
 * configuration.
 */
export interface Configuration {
  /** Cues by the step of their onset, counted from time zero. */
  readonly cuesAt: ReadonlyMap<number, readonly number[]>;
  readonly title: string;
  /** Fraction of the trials. */
  readonly share: number;
  /** Probability that the reward comes at a step after time zero; adds up to the probability that it comes at all. */
  readonly rewardAt: readonly number[];
}

export interface Training {
  readonly configurations: readonly Configuration[];
  /**
   * Mean number per trial of rewards that no interval predicts: those without a cue, at the cue, or after the first
   * one.
   */
  readonly uncuedRewards: number;
  /** Probability per step that a trial begins, once the last trial's interval has ended. */
  readonly hazard: number;
}

/**
 * The knowledge of a subject trained in the first phase of its design and in no later one: which cues are shown, where,
 * how often, and when reward follows. With a single-phase design, the subject has been trained in it before.
 * @param group the subject's group; '' if the design has no groups
 */
export function trainingOf(design: GridDesign, group = ''): Training {
  const mixture = [...mixtureOf(design, group)];
  const total = mixture.reduce((sum, [, weight]) => sum + weight, 0);
  const steps = Math.round(design.trialSeconds / design.stepSeconds);
  const groups = new Map<string, Configuration>();
  let uncuedRewards = 0;
  for (const [id, weight] of mixture) {
    const type = design.trialTypes[id] as TrialType;
    const share = weight / total;
    const cuesAt = onsetsOf(type, design);
    const key = (type.context ?? '') + [...cuesAt].map(([step, cues]) => `${cues.join()}@${step}`).join(' ');
    const rewardAt = firstRewards(type, design.stepSeconds, steps);
    const all = type.rewards.reduce((sum, { probability }) => sum + probability, 0);
    uncuedRewards += share * (all - sum(rewardAt));
    groups.set(key, pooled(groups.get(key), { cuesAt, title: titleOf(type, cuesAt, design), share, rewardAt }));
  }
  const configurations = withOwnTitles([...groups.values()]);
  return { configurations, uncuedRewards, hazard: hazardOf(design, firstPhase(design, group), configurations, steps) };
}

/** The groups whose subjects are trained separately; '' if the design has none. */
export const trainingGroups = ({ phases }: Design): readonly string[] => [
  ...new Set(phases.map(({ group = '' }) => group)),
];

/** The first phase of a group that has a trial. */
function firstPhase({ phases }: Design, group: string): Phase {
  const own = phases.filter((phase) => (phase.group ?? '') === group);
  return (own.find(({ trials }) => trials > 0) ?? own[0] ?? phases[0]) as Phase;
}

/** Relative frequency of each trial type in the first phase, without its probes. */
function mixtureOf(design: Design, group: string): ReadonlyMap<string, number> {
  const { mixture, probes = [] } = firstPhase(design, group);
  return new Map(Object.entries(mixture).filter(([type]) => !probes.includes(type)));
}

function onsetsOf(type: TrialType, design: GridDesign): ReadonlyMap<number, readonly number[]> {
  const onsets = type.cues.map((event) => ({
    cue: design.cues.findIndex(({ id }) => id === event.cue),
    step: Math.round(event.onsetSeconds / design.stepSeconds),
  }));
  const ordered = onsets.sort((a, b) => a.step - b.step || a.cue - b.cue);
  return new Map(
    ordered.map(({ step }) => [step, ordered.filter((other) => other.step === step).map(({ cue }) => cue)]),
  );
}

/** The first reward of a trial type ends its interval. Without a cue there is no interval to time. */
function firstRewards(type: TrialType, stepSeconds: number, steps: number): readonly number[] {
  const [first] = type.rewards;
  if (first === undefined || type.cues.length === 0) return [];
  return rewardSteps(first.time, stepSeconds, steps).map((chance, step) =>
    step === 0 ? 0 : first.probability * chance,
  );
}

/** Simultaneous cues, then the later ones, and the place if there are several. */
function titleOf({ context }: TrialType, cuesAt: Configuration['cuesAt'], { cues, contexts = [] }: GridDesign): string {
  const shown = [...cuesAt.values()].map((together) =>
    [...new Set(together)].map((cue) => cues[cue]?.title).join(' & '),
  );
  const place = contexts.length > 1 ? contexts.find(({ id }) => id === context)?.title : undefined;
  return [[...new Set(shown)].join(', then '), ...(place === undefined ? [] : [place])].join(', ');
}

/** The same cues at other times are numbered. */
const withOwnTitles = (all: readonly Configuration[]): readonly Configuration[] =>
  all.map((one, i) => {
    const before = all.slice(0, i).filter(({ title }) => title === one.title).length;
    return before === 0 ? one : { ...one, title: `${one.title} (${before + 1})` };
  });

function pooled(old: Configuration | undefined, added: Configuration): Configuration {
  if (old === undefined) return added;
  const share = old.share + added.share;
  const steps = Math.max(old.rewardAt.length, added.rewardAt.length);
  const rewardAt = Array.from(
    { length: steps },
    (_, step) => (old.share * (old.rewardAt[step] ?? 0) + added.share * (added.rewardAt[step] ?? 0)) / share,
  );
  return { ...old, share, rewardAt };
}

/**
 * One over the mean number of steps from the end of an interval (its reward, or a cue without reward) to the next cue.
 */
function hazardOf(
  design: GridDesign,
  { iti = design.iti }: Phase,
  configurations: readonly Configuration[],
  steps: number,
): number {
  const spent = configurations.map(({ share, rewardAt }) => share * sum(rewardAt.map((chance, step) => chance * step)));
  return 1 / Math.max(1, meanInterval(iti) / design.stepSeconds + steps - sum(spent));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
