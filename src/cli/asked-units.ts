import type { AskedUnits } from '../engine/unit-columns.ts';

/** The groups of units that an option names. */
export const askedUnits = (text: string): AskedUnits =>
  text === 'all' ? text : text.split(',').map((id) => id.trim());
