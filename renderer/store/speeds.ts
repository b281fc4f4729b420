import type { Option } from '../ui/Choice.tsx';

/** Trials per second; null for unlimited. */
export const speeds: readonly (number | null)[] = [1, 5, 20, 50, 200, 1000, null];
const fastest = 'max';

export const speedOptions: readonly Option[] = speeds.map((speed) => ({
  id: optionOfSpeed(speed),
  title: speed === null ? 'full speed' : `${speed} trial${speed === 1 ? '' : 's'}/s`,
}));

export function optionOfSpeed(speed: number | null): string {
  return speed === null ? fastest : String(speed);
}

export function speedOfOption(id: string): number | null {
  return id === fastest ? null : Number(id);
}

/** The next faster (1) or slower (-1) speed; the same one at the limits. */
export function nextSpeed(speed: number | null, direction: 1 | -1): number | null {
  const index = Math.min(speeds.length - 1, Math.max(0, speeds.indexOf(speed) + direction));
  return speeds[index] as number | null;
}
