import type { Kind } from '../spec/kinds.ts';

export interface Option {
  readonly type: 'string' | 'boolean';
  /** May be given more than once. */
  readonly multiple?: boolean;
  readonly short?: string;
  /** Word for the value in the help. */
  readonly value?: string;
  readonly help: string;
  /** Its values are ids of this kind. */
  readonly ids?: Kind;
}
