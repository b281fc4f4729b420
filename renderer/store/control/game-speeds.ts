import type { Option } from '../../ui/Choice.tsx';

/** Multiples of real time; null for unlimited. */
const speeds: readonly (number | null)[] = [0.25, 0.5, 1, 2, 4, 16, null];
const fastest = 'max';

export const gameSpeedOptions: readonly Option[] = speeds.map((speed) => ({
  id: optionOfGameSpeed(speed),
  title: speed === null ? 'full speed' : `${speed} \u00D7 real time`,
}));

export function optionOfGameSpeed(speed: number | null): string {
  return speed === null ? fastest : String(speed);
}

export const gameSpeedOfOption = (id: string): number | null => (id === fastest ? null : Number(id));
