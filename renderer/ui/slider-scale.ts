import { power } from '../../src/core/power.ts';
import type { NumberParameter } from '../../src/contracts/parameters.ts';

/** Positions of a slider's thumb are integers from 0 to this. */
export const positions = 200;

// A range this wide uses a logarithmic scale.
const wideRange = 200;

const isByFactors = ({ min, max }: NumberParameter): boolean => min > 0 && max / min >= wideRange;
// From zero up, wide ranges have their fine steps near zero.
const isCubed = ({ min, max, kind }: NumberParameter): boolean => min === 0 && max >= wideRange && kind === 'real';

export function toPosition(parameter: NumberParameter, value: number): number {
  const { min, max } = parameter;
  const inside = Math.min(max, Math.max(min, value));
  if (isByFactors(parameter)) return Math.round((positions * Math.log(inside / min)) / Math.log(max / min));
  const share = (inside - min) / (max - min);
  return Math.round(positions * (isCubed(parameter) ? Math.cbrt(share) : share));
}

export function fromPosition(parameter: NumberParameter, position: number): number {
  const { min, max, kind, multipleOf = 0 } = parameter;
  const share = position / positions;
  const exact = isByFactors(parameter)
    ? min * power(max / min, share)
    : min + (max - min) * (isCubed(parameter) ? share * share * share : share);
  const rounded =
    kind === 'integer'
      ? Math.round(exact)
      : multipleOf > 0
        ? Number((Math.round(exact / multipleOf) * multipleOf).toPrecision(12))
        : Number(exact.toPrecision(3));
  return Math.min(max, Math.max(min, rounded));
}
