import { frozen, type Declaration } from '../../contracts/declaration.ts';
import type { Parameters, Values } from '../../contracts/parameters.ts';

/** One step from raw fluorescence to dF/F. Forms, help and docs are generated from what it declares. */
export interface PhotometryStep<P extends Parameters = Parameters> extends Declaration<P> {
  /**
   * What a sample of the result knows of later samples, as one clause; undefined if nothing. A number that is fitted to
   * the whole session counts: an analysis of the recording may use it, a closed loop may not.
   */
  looksAhead(parameters: Values<P>): string | undefined;
}

export const defineStep = <P extends Parameters>(step: PhotometryStep<P>): PhotometryStep<P> => frozen(step);
