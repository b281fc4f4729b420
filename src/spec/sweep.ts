import type { ParameterValue } from '../contracts/parameters.ts';
import type { TrialSpec } from './spec.ts';
import type { PartName } from './parts.ts';

/** A parameter that differs between subjects. */
export type Variation =
  | { readonly path: string; readonly values: readonly ParameterValue[] }
  | { readonly path: string; readonly min: number; readonly max: number; readonly scale: 'linear' | 'log' };

/** Subjects that differ in some parameters of one experiment. */
export interface Sweep {
  readonly base: TrialSpec;
  readonly subjects: number;
  readonly varied: readonly VariedParameter[];
}

export interface VariedParameter {
  /** As it was asked for, e.g. `learningRate`. */
  readonly path: string;
  readonly part: PartName;
  readonly name: string;
  /** One a subject. */
  readonly values: readonly ParameterValue[];
}

/** What one subject showed. */
export interface SubjectResult {
  /** Index into the sweep. */
  readonly subject: number;
  readonly seed: number;
  /** True where its weights grew without bound: then nothing was measured. */
  readonly diverged: boolean;
  readonly signatures: readonly SubjectSignature[];
  /** RPE and value at the event that each of the shown conditions is aligned on, means over its trials. */
  readonly atEvent: readonly {
    readonly condition: string;
    readonly rpe: number | null;
    readonly value: number | null;
  }[];
}

interface SubjectSignature {
  readonly id: string;
  /** null where it is undefined. */
  readonly measured: number | null;
  /** null where it is undefined. */
  readonly pass: boolean | null;
}
