import type { DesignFormat } from './design-format.ts';

/** A design as text, with its notation. */
export interface WrittenDesign {
  readonly format: DesignFormat;
  readonly text: string;
}

/** Whether data from elsewhere is a written design; its text may still contain errors. */
export function isWrittenDesign(given: unknown): given is WrittenDesign {
  const { format, text } = (given ?? {}) as Partial<WrittenDesign>;
  return typeof text === 'string' && typeof format === 'string' && ['txt', 'json', 'rw', 'csv'].includes(format);
}
