import type { RandomStream } from '../core/random.ts';
import type { GridDesign, OptionReward, TrialType } from '../contracts/design.ts';

/** Probabilities of reward that drift over a session (Daw et al. 2011). */
export interface RewardWalks {
  /**
   * The design for the next trial of this group: each walk takes one step per trial, whatever its type; a naive
   * subject's walks restart.
   */
  next(group: string): GridDesign;
}

export function rewardWalks(design: GridDesign, random: RandomStream): RewardWalks {
  const paths = new Map<string, number>();
  const drifts = Object.values(design.trialTypes).some(({ stages = [] }) =>
    stages.some(({ options }) => options.some(({ rewards }) => rewards.some(({ walk }) => walk !== undefined))),
  );
  let animal: string | undefined;

  function stepped(reward: OptionReward, path: string): OptionReward {
    const { walk, probability } = reward;
    if (walk === undefined) return reward;
    const before = paths.get(path);
    const now = before === undefined ? probability : reflected(before + random.normal(0, walk.sd), walk.min, walk.max);
    paths.set(path, now);
    return { ...reward, probability: now };
  }

  const controlType = (type: TrialType, id: string): TrialType => ({
    ...type,
    stages: (type.stages ?? []).map((stage) => ({
      ...stage,
      options: stage.options.map((option) => ({
        ...option,
        rewards: option.rewards.map((reward, i) => stepped(reward, [id, stage.id, option.action, i].join('\n'))),
      })),
    })),
  });

  return {
    next(group) {
      if (!drifts) return design;
      if (group !== animal) paths.clear();
      animal = group;
      return {
        ...design,
        trialTypes: Object.fromEntries(
          Object.entries(design.trialTypes).map(([id, type]) => [id, controlType(type, id)]),
        ),
      };
    },
  };
}

/** A number reflected into [min, max], however far outside it is. */
function reflected(value: number, min: number, max: number): number {
  const width = max - min;
  if (width <= 0) return min;
  const within = (((value - min) % (2 * width)) + 2 * width) % (2 * width);
  return min + (within > width ? 2 * width - within : within);
}
