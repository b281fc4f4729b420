import { completeSpec } from '../../src/engine/experiment.ts';
import type { AnyValues } from '../../src/contracts/parameters.ts';

/** A paradigm's default values. */
export const parameters = (paradigm: string): AnyValues => completeSpec({ paradigm }).paradigm.parameters;
