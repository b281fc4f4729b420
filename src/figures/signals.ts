import type { SignalName } from '../contracts/paradigm.ts';
import type { FigureCondition } from './figure-data.ts';

/** What the rate of a figure is. */
export interface RateSource {
  readonly rateUnit: string;
  /** The sensor's name; dopamine if absent. */
  readonly recording?: string | undefined;
}

/** Axis label of a signal, with its unit. */
export function signalLabel(signal: SignalName, { rateUnit, recording = 'dopamine' }: RateSource): string {
  if (signal === 'rpe') return 'RPE (reward units)';
  if (signal === 'value') return 'value (reward units)';
  return `${recording} (${rateUnit})`;
}

export const signalUnit = (signal: SignalName, rateUnit: string): string =>
  signal === 'rate' ? rateUnit : 'reward units';

/** The baseline of a signal: 0, or the mean rate before the first event of each condition's trials. */
export function baselineOf(signal: SignalName, conditions: readonly FigureCondition[]): number {
  if (signal !== 'rate') return 0;
  const before = conditions.flatMap(({ averages }) => {
    const first = firstOf(averages);
    return averages.rate.mean.filter((value, i) => (averages.t[i] as number) < first && Number.isFinite(value));
  });
  return before.length === 0 ? 0 : before.reduce((sum, value) => sum + value, 0) / before.length;
}

const firstOf = ({ marks }: FigureCondition['averages']): number => Math.min(0, ...marks.map(({ seconds }) => seconds));

/** The first event of any condition, seconds from the aligned one: what is before it is baseline. */
export const firstEvent = (conditions: readonly FigureCondition[]): number =>
  Math.min(0, ...conditions.map(({ averages }) => firstOf(averages)));
