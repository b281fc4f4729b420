import type { CueEvent, GridDesign, Interval, Phase, RewardEvent, TrialType } from '../../../src/contracts/design.ts';
import { randomStream, type RandomStream } from '../../../src/core/random.ts';

export const between = (random: RandomStream, from: number, to: number): number => from + (to - from) * random.next();
export const oneOf = <T>(random: RandomStream, from: readonly T[]): T => from[random.integer(from.length)] as T;

/** What designs may contain; unlimited if absent. */
export interface Limits {
  readonly steps?: readonly number[];
  /** Each phase has from 4 trials to this number plus 3. */
  readonly trials?: number;
  readonly longestIti?: number;
  readonly contexts?: boolean;
  readonly punishments?: boolean;
}

const cues = ['A', 'B', 'C', 'D'];

/**
 * A design drawn from a seed: one or two groups, one to three phases each, some without learning; compounds, serial cues,
 * late ones, one that occurs twice and one that outlasts its trial; rewards that are certain or uncertain, double, negative, at random times, or
 * unsignalled; intervals from one step to a minute.
 */
export function drawDesign(
  seed: number,
  { steps = [0.1, 0.2, 0.5], trials = 8, longestIti = 60, contexts = true, punishments = true }: Limits = {},
): GridDesign {
  const random = randomStream(seed, 'design');
  const stepSeconds = oneOf(random, steps);
  const grid = (from: number, to: number): number => Math.round(between(random, from, to) / stepSeconds) * stepSeconds;
  const durations = cues.map(() => Math.max(stepSeconds, grid(0.2, 1)));
  const trialSeconds = grid(3, 5);
  const places = contexts && random.next() < 0.4 ? ['here', 'there'] : [];

  function cueAt(index: number, onsetSeconds: number): CueEvent {
    return { cue: cues[index] as string, onsetSeconds, durationSeconds: durations[index] as number };
  }

  function drawCues(): readonly CueEvent[] {
    const [first, second] = [random.integer(4), random.integer(4)] as const;
    const later = grid(0.6, 2);
    switch (random.integer(6)) {
      case 0:
        return [cueAt(first, 0)];
      case 1:
        return first === second ? [cueAt(first, 0)] : [cueAt(first, 0), cueAt(second, 0)];
      case 2:
        return first === second ? [cueAt(first, 0)] : [cueAt(first, 0), cueAt(second, later)];
      case 3:
        return [cueAt(first, 0), cueAt(first, grid(1.2, 2))];
      case 4:
        return [{ ...cueAt(first, 0), durationSeconds: trialSeconds + grid(0.5, 2) }];
      default:
        return [];
    }
  }

  function drawReward(): RewardEvent {
    const at = grid(1, 2);
    const time: Interval =
      random.next() < 0.6 ? { kind: 'fixed', seconds: at } : { kind: 'uniform', minSeconds: at, maxSeconds: at + 0.8 };
    return {
      time,
      magnitude: oneOf(random, [1, 1, 0.5, 2, punishments ? -0.7 : 0.7]),
      probability: oneOf(random, [1, 1, 0.5, 0.8]),
    };
  }

  const drawType = (id: string): TrialType => {
    const shown = drawCues();
    const rewards = Array.from({ length: oneOf(random, [0, 1, 1, 1, 2]) }, drawReward);
    return { title: id, cues: shown, rewards, ...(places.length === 0 ? {} : { context: oneOf(random, places) }) };
  };
  const ids = Array.from({ length: 3 + random.integer(4) }, (_, i) => `t${i + 1}`);
  const trialTypes = Object.fromEntries(ids.map((id) => [id, drawType(id)]));

  function drawPhase(id: string, group: string | undefined): Phase {
    const mixed = ids.filter(() => random.next() < 0.6);
    const chosen = mixed.length === 0 ? ids.slice(0, 1) : mixed;
    return {
      id,
      trials: 4 + random.integer(trials),
      plastic: random.next() < 0.8,
      mixture: Object.fromEntries(chosen.map((type) => [type, 1 + random.integer(3)])),
      order: 'random',
      ...(group === undefined ? {} : { group }),
      ...(random.next() < 0.3 ? { probes: [chosen[0] as string] } : {}),
      ...(random.next() < 0.3 ? { iti: drawInterval() } : {}),
    };
  }

  function drawInterval(): Interval {
    switch (random.integer(4)) {
      case 0:
        return { kind: 'fixed', seconds: stepSeconds };
      case 1:
        return { kind: 'uniform', minSeconds: stepSeconds, maxSeconds: Math.min(6, longestIti) };
      case 2:
        return { kind: 'exponential', meanSeconds: 3, minSeconds: 0.5, maxSeconds: Math.min(20, longestIti) };
      default:
        return { kind: 'uniform', minSeconds: longestIti / 2, maxSeconds: longestIti };
    }
  }

  const groups = random.next() < 0.5 ? ['one', 'two'] : [];
  const owners = groups.length === 0 ? [undefined] : groups;
  const phases = owners.flatMap((group) =>
    Array.from({ length: 1 + random.integer(3) }, (_, i) => drawPhase(`${group ?? 'only'}-${i + 1}`, group)),
  );
  const named = (names: readonly string[]) => names.map((id) => ({ id, title: id }));
  return {
    cues: named(cues),
    ...(places.length === 0 ? {} : { contexts: named(places) }),
    ...(groups.length === 0 ? {} : { groups: named(groups) }),
    trialTypes,
    phases,
    iti: drawInterval(),
    trialSeconds,
    stepSeconds,
  };
}
