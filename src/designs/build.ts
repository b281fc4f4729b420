import {
  restText,
  type CueEvent,
  type Design,
  type Interval,
  type Named,
  type Phase,
  type RewardEvent,
  type TrialType,
} from '../contracts/design.ts';
import { checkDesign, maxTrials } from '../contracts/design-schema.ts';
import { earliestSeconds, latestSeconds } from '../contracts/interval-faults.ts';
import { didYouMean } from '../core/errors.ts';
import { later, rounded } from './interval-text.ts';
import { Mistake } from './mistake.ts';
import type { GroupPlan, PhasePlan, Plan, RewardPlan, Settings, TrialPlan } from './plan.ts';
import { cuePlace } from './setting-text.ts';
import { trialText, trialTitle } from './trial-text.ts';

/**
 * The design that a plan describes.
 * @throws Mistake if the plan is inconsistent
 */
export function buildDesign({ groups, settings, places }: Plan): Design {
  const written = groups.flatMap(({ phases }) => phases.flatMap((phase) => phase ?? []));
  limitTrials(written);
  const trials = written.flatMap((phase) => phase.trials);
  const shown = new Set(trials.flatMap(({ components }) => components.flat()));
  const cues = [...shown];
  const contexts = [...new Set(trials.flatMap(({ context }) => context ?? []))];
  const stray = [...settings.cues.keys()].find((cue) => !shown.has(cue));
  if (stray !== undefined)
    throw new Mistake(places.get(cuePlace(stray)) ?? 0, `unknown cue '${stray}'`, didYouMean(stray, cues));
  const types = new Map<string, TrialType>();
  for (const trial of trials) addType(types, trial, settings);
  const trialSeconds = rounded(Math.max(0, ...[...types.values()].map(lastEvent)) + settings.afterSeconds);
  addRests(types, groups, trialSeconds);
  const design: Design = {
    cues: cues.map(itself),
    ...(contexts.length === 0 ? {} : { contexts: contexts.map(itself) }),
    groups: groups.map(({ name }) => itself(name)),
    trialTypes: Object.fromEntries(types),
    phases: groups.flatMap((group) => phasesOf(group, trialSeconds)),
    iti: settings.iti,
    trialSeconds,
  };
  return sound(design, places, trials);
}

const itself = (id: string): Named => ({ id, title: id });

function limitTrials(phases: readonly PhasePlan[]): void {
  const counts = phases.flatMap(({ total, trials, at }): readonly Pick<TrialPlan, 'count' | 'at'>[] =>
    total === undefined ? trials : [{ count: total, at }],
  );
  let sum = 0;
  for (const { count, at } of counts) {
    sum += count;
    if (sum > maxTrials)
      throw new Mistake(at, `${sum} trials are more than the ${maxTrials} that fit`, 'use fewer trials');
  }
}

/** Faults that the notation cannot exclude, reported at the setting or trial that they come from. */
function sound(design: Design, places: Plan['places'], trials: readonly TrialPlan[]): Design {
  const checked = checkDesign(design);
  if ('design' in checked) return design;
  const { path, what, remedy } = checked.faults[0] as (typeof checked.faults)[number];
  const type = path[0] === 'trialTypes' ? path[1] : undefined;
  const trial = trials.find((one) => trialText(one) === type) ?? trials[0];
  const after = what.includes("after the trial's window") ? places.get('after') : undefined;
  throw new Mistake(after ?? trial?.at ?? 0, what, after === undefined ? remedy : 'make it longer than 0 s');
}

function addType(types: Map<string, TrialType>, trial: TrialPlan, settings: Settings): void {
  const id = trialText(trial);
  if (types.has(id)) return;
  const { cues, lastOnset, lastEnd } = timeline(trial, settings);
  const rewards = trial.rewards.map((reward) => rewardOf(reward, lastOnset, lastEnd, settings));
  // Time zero is the first event: a reward may come before the cues.
  const lead = Math.max(0, ...rewards.map(({ time }) => -earliestSeconds(time)));
  types.set(id, {
    title: trialTitle(trial),
    cues: lead === 0 ? cues : cues.map((cue) => ({ ...cue, onsetSeconds: rounded(cue.onsetSeconds + lead) })),
    rewards: lead === 0 ? rewards : rewards.map((reward) => ({ ...reward, time: later(reward.time, lead) })),
    ...(trial.context === undefined ? {} : { context: trial.context }),
  });
}

/** When a trial's cues are on, and when its last set of cues begins and ends. A trial without cues ends as if it had one. */
function timeline(
  { components, staysOn }: TrialPlan,
  settings: Settings,
): { readonly cues: readonly CueEvent[]; readonly lastOnset: number; readonly lastEnd: number } {
  const cues: CueEvent[] = [];
  let onset = 0;
  let end = components.length === 0 ? settings.cueSeconds : 0;
  components.forEach((set, i) => {
    if (set.length === 0) {
      end = rounded(end + settings.gapSeconds + settings.cueSeconds);
      return;
    }
    const times = set.map((cue) => settings.cues.get(cue) ?? { durationSeconds: settings.cueSeconds, delaySeconds: 0 });
    const first = Math.min(...times.map(({ delaySeconds }) => delaySeconds));
    if (i > 0) onset = rounded(end + settings.gapSeconds);
    end = onset;
    times.forEach(({ durationSeconds, delaySeconds }, k) => {
      const onsetSeconds = rounded(onset + delaySeconds - first);
      const cue = set[k] as string;
      const before =
        staysOn === true
          ? cues.findIndex(
              (event) => event.cue === cue && rounded(event.onsetSeconds + event.durationSeconds) === onsetSeconds,
            )
          : -1;
      if (before < 0) cues.push({ cue, onsetSeconds, durationSeconds });
      else
        cues[before] = {
          ...(cues[before] as CueEvent),
          durationSeconds: rounded((cues[before] as CueEvent).durationSeconds + durationSeconds),
        };
      end = Math.max(end, rounded(onsetSeconds + durationSeconds));
    });
  });
  return { cues, lastOnset: onset, lastEnd: end };
}

function rewardOf(
  { pluses, size, probability, seconds, factor }: RewardPlan,
  lastOnset: number,
  lastEnd: number,
  settings: Settings,
): RewardEvent {
  const usual: Interval =
    settings.rewardTime === undefined ? { kind: 'fixed', seconds: lastEnd } : later(settings.rewardTime, lastOnset);
  return {
    time: seconds === undefined ? usual : { kind: 'fixed', seconds: rounded(lastOnset + seconds) },
    magnitude: size ?? pluses * settings.rewardSize,
    probability: probability ?? settings.rewardProbability,
    ...(factor === undefined ? {} : { learningRateFactor: factor }),
  };
}

/** The end of the last cue or the latest possible reward. */
export const lastEvent = ({ cues, rewards }: TrialType): number =>
  Math.max(
    0,
    ...cues.map(({ onsetSeconds, durationSeconds }) => rounded(onsetSeconds + durationSeconds)),
    ...rewards.map(({ time }) => latestSeconds(time)),
  );

function phasesOf({ name, phases }: GroupPlan, trialSeconds: number): readonly Phase[] {
  return phases.flatMap((phase, column) => {
    if (phase === undefined) return [];
    const id = `${name}/${column + 1}`;
    if (phase.restSeconds !== undefined) return [restOf(name, id, phase.restSeconds, trialSeconds)];
    return runs(phase).map((trials, run) => phaseOf(name, run === 0 ? id : `${id}.${run + 1}`, { ...phase, trials }));
  });
}

function addRests(types: Map<string, TrialType>, groups: readonly GroupPlan[], trialSeconds: number): void {
  for (const { restSeconds, at } of groups.flatMap(({ phases }) => phases.flatMap((phase) => phase ?? []))) {
    if (restSeconds === undefined) continue;
    if (restSeconds <= trialSeconds)
      throw new Mistake(
        at,
        `a rest of ${restSeconds} s is no longer than the window of a trial, ${trialSeconds} s`,
        'make it longer, or lengthen the interval between trials with iti',
      );
    types.set(restText(restSeconds), { title: `rest of ${restSeconds} s`, cues: [], rewards: [] });
  }
}

/**
 * Time in which nothing happens, in none of the contexts: one trial without cues and rewards, after an interval that
 * fills the rest.
 */
function restOf(group: string, id: string, seconds: number, trialSeconds: number): Phase {
  return {
    id,
    group,
    trials: 1,
    plastic: true,
    mixture: { [restText(seconds)]: 1 },
    order: 'blocked',
    iti: { kind: 'fixed', seconds: rounded(seconds - trialSeconds) },
  };
}

/** In the given order a trial type may recur: each recurrence starts another run. */
function runs({ order, trials }: PhasePlan): readonly (readonly TrialPlan[])[] {
  if (order !== 'blocked') return [trials];
  const found: TrialPlan[][] = [];
  let seen = new Set<string>();
  for (const trial of trials) {
    const id = trialText(trial);
    if (found.length === 0 || seen.has(id)) {
      found.push([]);
      seen = new Set();
    }
    seen.add(id);
    found.at(-1)?.push(trial);
  }
  return found;
}

function phaseOf(group: string, id: string, { order, total, trials }: PhasePlan): Phase {
  const counts = new Map<string, number>();
  for (const trial of trials) counts.set(trialText(trial), (counts.get(trialText(trial)) ?? 0) + trial.count);
  const round = order === 'cycle' ? [...counts.values()].reduce(greatestDivisor) : 1;
  const probes = [...new Set(trials.filter(({ probe }) => probe).map(trialText))];
  const isTest = probes.length === counts.size;
  return {
    id,
    group,
    trials: total ?? [...counts.values()].reduce((sum, count) => sum + count, 0),
    plastic: !isTest,
    ...(isTest || probes.length === 0 ? {} : { probes }),
    mixture: Object.fromEntries([...counts].map(([type, count]) => [type, count / round])),
    order,
  };
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
