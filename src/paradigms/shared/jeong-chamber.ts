import type { Design, Interval, Phase, TrialType } from '../../contracts/design.ts';
import type { Evidence } from '../../contracts/paradigm.ts';
import { pairs } from '../measures/numbers.ts';
import type { Window } from '../measures/recorded.ts';

/** The fraction of the reward below which a response counts as none. */
export const epsilon = 0.05;
export const citation = { text: 'Jeong et al. 2022, Science 378:eabq6740', doi: '10.1126/science.abq6740' };
export const reanalysis =
  'recordings of Jeong et al. 2022 (DANDI:000351), session means from github.com/flipe-rodrigues/jeong2022-reanalysis';
/** The analyses of the paper, where its windows are from. */
export const code = 'analysis code github.com/namboodirilab/ANCCR at 1845607';
/** A response to a cue (fig4/cumsum_pavlovian.m, fig4/cumsum_bgdrw_vs_extinction.m). */
export const cueWindow: Window = { response: [0, 2], baseline: [-1, 0] };
/**
 * A response in the session means of the reanalysis, to cues in series (fig6/backpropagation_sequential.py), and where a
 * reward is due (figS10/omission.m).
 */
export const secondWindow: Window = { response: [0, 1], baseline: [-1, 0] };
/** Around the first lick after a reward, where the reward comes here (fig3/corr_randomrewards.m). */
export const lickWindow: Window = { response: [-0.5, 1], baseline: [-2, -0.5] };
/** Where cues overlap (fig5/intermediate_rsp_trialless.m). */
export const shortWindow: Window = { response: [0, 0.5], baseline: [-0.5, 0] };
/** What a response is, in words. */
export const relative = 'relative to the response to an unpredicted reward of the same size in the same window';
/** Common to the summaries of these experiments: their interpretation is disputed. */
export const contested =
  'It is contested whether these recordings refute reward prediction errors: a reanalysis explains much of them by TD(λ) with longer time scales and more features.';

/**
 * The place of the experiment, present in every trial and between trials. It matters here: rewards that come without a
 * cue, or between cues, can only be predicted from the context. Models in event time have no use for it.
 */
export const chamber: NonNullable<Design['contexts']> = [{ id: 'chamber', title: 'chamber' }];

/** Memoryless, cut at three times its mean as in the experiments; at least a second, so that there is something before each cue to compare with. */
export const memoryless = (meanSeconds: number, minSeconds = 1): Interval => ({
  kind: 'exponential',
  meanSeconds,
  minSeconds,
  maxSeconds: 3 * meanSeconds,
});

/** A stretch of training as blocks, so that its course can be seen block by block. */
export const blocksOf = (
  id: string,
  blocks: number,
  trials: number,
  mixture: Phase['mixture'],
  iti?: Interval,
): readonly Phase[] =>
  Array.from({ length: blocks }, (_, i) => ({
    id: `${id}-${i + 1}`,
    trials,
    plastic: true,
    mixture,
    order: 'balanced' as const,
    ...(iti === undefined ? {} : { iti }),
  }));

const endSeconds = 0.001;

/**
 * Unpredicted rewards, as stretches of time with the reward counts of a memoryless process with this mean interval, at
 * uniform times: trial types, and how often each of them comes.
 */
export function outOfTheBlue(
  id: string,
  title: string,
  {
    seconds,
    everySeconds,
    magnitude,
  }: { readonly seconds: number; readonly everySeconds: number; readonly magnitude: number },
) {
  const mean = seconds / everySeconds;
  // A reward at the very end would be in the stretch after it.
  const reward = {
    time: { kind: 'uniform', minSeconds: 0, maxSeconds: seconds - endSeconds },
    magnitude,
    probability: 1,
  } as const;
  const maxRewards = Math.ceil(mean + 3 * Math.sqrt(mean));
  const stretches = Array.from({ length: maxRewards + 1 }, (_, rewards): readonly [string, TrialType] => [
    `${id}-${rewards}`,
    {
      title: `${rewards} ${title}`,
      context: 'chamber',
      cues: [],
      rewards: Array.from({ length: rewards }, () => reward),
    },
  ]);
  const poisson = stretches.reduce<readonly number[]>(
    (shares, _, rewards) => [...shares, rewards === 0 ? Math.exp(-mean) : ((shares.at(-1) as number) * mean) / rewards],
    [],
  );
  return {
    trialTypes: Object.fromEntries(stretches),
    mixture: Object.fromEntries(stretches.map(([type], i) => [type, poisson[i] as number])),
  };
}

/**
 * Mice had unpredicted rewards with this mean interval before they were conditioned (experiment 1), like the model
 * (1000 of them).
 */
const randomRewardsEverySeconds = 12;

/** N of them, as a phase of stretches; none if none is requested. */
export function randomRewards(rewards: number, seconds: number, magnitude: number) {
  const { trialTypes, mixture } = outOfTheBlue('random', 'random rewards', {
    seconds,
    everySeconds: randomRewardsEverySeconds,
    magnitude,
  });
  const trials = Math.round((rewards * randomRewardsEverySeconds) / seconds);
  const phase: Phase = { id: 'random-rewards', trials, plastic: true, mixture, order: 'balanced', iti: noGap };
  return { trialTypes, phases: trials === 0 ? [] : [phase] };
}

const noGap: Interval = { kind: 'fixed', seconds: 0.2 };

export const numbered = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

/**
 * r over sessions between a course of responses, in reward sizes, and the recorded one; NaN where the course does not change by ε of the reward, as
 * a correlation has no size.
 */
export function courseAsRecorded(
  e: Pick<Evidence, 'fit'>,
  course: readonly number[],
  recorded: readonly number[],
): number {
  return Math.max(...course) - Math.min(...course) > epsilon ? e.fit(pairs(course, recorded)).r : Number.NaN;
}

/**
 * Where a curve first reaches half of its last value, in points counted from 1 and on straight lines between them; from 0 at point 0. Not a
 * number where the last value is not positive.
 */
export function halfRise(curve: readonly number[]): number {
  const last = curve.at(-1) ?? Number.NaN;
  if (!(last > 0)) return Number.NaN;
  const at = curve.findIndex((value) => value >= last / 2);
  const before = at === 0 ? 0 : (curve[at - 1] as number);
  return at + (last / 2 - before) / ((curve[at] as number) - before);
}
