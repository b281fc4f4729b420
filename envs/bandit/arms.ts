import { cosine } from '../../src/core/trigonometry.ts';
import type { Drawing, Shape } from '../../src/contracts/drawing.ts';
import type { ActionSpace } from '../../src/contracts/control-env.ts';

const digitKeys = ['Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8', 'Digit9', 'Digit0'];

/** Arms to choose among, by number keys; for two arms also by arrow keys. */
export const armActions = (count: number): ActionSpace => ({
  kind: 'discrete',
  actions: Array.from({ length: count }, (_, i) => {
    const arrow = count === 2 ? [i === 0 ? 'ArrowLeft' : 'ArrowRight'] : [];
    const digit = digitKeys[i];
    return { id: `arm-${i + 1}`, title: `Arm ${i + 1}`, keys: [...arrow, ...(digit === undefined ? [] : [digit])] };
  }),
});

/** Arms side by side, each as high as its mean; the pulled one is marked, with its payoff below. */
export function drawArms(means: ArrayLike<number>, low: number, high: number, pulled: number, reward: number): Drawing {
  const count = means.length;
  const height = 4;
  const level = (value: number): number => (3 * (Math.min(high, Math.max(low, value)) - low)) / (high - low);
  const shapes: Shape[] = Array.from({ length: count }, (_, i): Shape => ({
    kind: 'rectangle',
    x: i + 0.2,
    y: 3.2 - level(means[i] as number),
    width: 0.6,
    height: Math.max(0.02, level(means[i] as number)),
    paint: i === pulled ? 'player' : 'trail',
  }));
  const labels = Array.from({ length: count }, (_, i): Shape => ({
    kind: 'text',
    x: i + 0.5,
    y: 3.45,
    text: String(i + 1),
    size: 0.2,
    paint: 'ink',
  }));
  const brought: readonly Shape[] =
    pulled < 0 ? [] : [{ kind: 'circle', x: pulled + 0.5, y: 3.8, radius: 0.14, paint: reward > 0 ? 'food' : 'faint' }];
  return {
    width: count,
    height,
    shapes: [
      { kind: 'rectangle', x: 0, y: 0, width: count, height, paint: 'floor' },
      { kind: 'line', points: [0, 3.2, count, 3.2], width: 0.02, paint: 'ink' },
      ...shapes,
      ...labels,
      ...brought,
    ],
  };
}

/** A standard normal by Box and Muller, from two unit draws. */
export const normalFrom = (u: number, w: number): number => Math.sqrt(-2 * Math.log(1 - u)) * cosine(2 * Math.PI * w);

export const rewarded = 1;
export const omitted = 2;
export const outcomeEvents = [
  { id: 'reward', title: 'Reward' },
  { id: 'omission', title: 'No reward' },
] as const;
/** The same if a reward has a size, and counts as one above a threshold. */
export const sizedOutcomeEvents = (limit: number) =>
  [
    { id: 'reward', title: `Reward above ${limit}` },
    { id: 'omission', title: `Reward of ${limit} or less` },
  ] as const;
