import type { Citation } from './citation.ts';
import type { Parameters } from './parameters.ts';

/** What every registered item declares about itself. Forms, CLI help, catalogue and docs are generated from it. */
export interface Declaration<P extends Parameters = Parameters> {
  /** Equal to the file name without its extension. */
  readonly id: string;
  /** Raised when the same parameters give different numbers than before. */
  readonly version: number;
  readonly title: string;
  /** One paragraph. */
  readonly summary: string;
  readonly citation: Citation;
  readonly parameters: P;
}

/** Freezes a declaration, parameters included. */
export function frozen<D extends Declaration>(declaration: D): D {
  for (const parameter of Object.values(declaration.parameters)) Object.freeze(parameter);
  Object.freeze(declaration.parameters);
  Object.freeze(declaration.citation);
  return Object.freeze(declaration);
}
