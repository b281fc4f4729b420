import type { UnitMap } from '../contracts/units.ts';
import { packFloats, unpackFloats } from './packed-floats.ts';

/** Means of units; the numbers are encoded by `packFloats`. */
export interface PackedUnitMap extends Omit<UnitMap, 'mean'> {
  readonly mean: string;
}

export const packUnitMap = ({ mean, ...map }: UnitMap): PackedUnitMap => ({ ...map, mean: packFloats(mean) });

export const unpackUnitMap = ({ mean, ...map }: PackedUnitMap): UnitMap => ({ ...map, mean: unpackFloats(mean) });
