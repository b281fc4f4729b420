import type { Citation } from './citation.ts';
import type { Parameters } from './parameters.ts';

/** What every registered thing says of itself. Forms, CLI help, catalogue and docs are made from this alone. */
export interface Declaration<P extends Parameters = Parameters> {
  /** Equal to the file's name without its ending. */
  readonly id: string;
  /** Raised when the same parameters give other numbers than before. */
  readonly version: number;
  readonly title: string;
  /** One paragraph. */
  readonly summary: string;
  readonly citation: Citation;
  readonly parameters: P;
}

/** A declaration cannot be changed after its file has made it, parameters included. */
export function frozen<D extends Declaration>(declaration: D): D {
  for (const parameter of Object.values(declaration.parameters)) Object.freeze(parameter);
  Object.freeze(declaration.parameters);
  Object.freeze(declaration.citation);
  return Object.freeze(declaration);
}
