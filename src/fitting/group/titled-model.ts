import type { FreeParameter } from '../free-parameter.ts';

/** A model with what of it is fitted. Plain data. */
export interface TitledModel {
  readonly id: string;
  readonly title: string;
  readonly parameters: readonly FreeParameter[];
}
