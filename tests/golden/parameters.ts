import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import type { AnyValues } from '../../src/contracts/parameters.ts';

/** A paradigm's default values. */
export const parameters = (paradigm: string): AnyValues => completeTrialSpec({ world: paradigm }).world.parameters;
