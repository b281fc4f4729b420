import type { Citation } from '../contracts/citation.ts';

/** A citation in one line. */
export const citationText = ({ text, doi }: Citation): string => (doi === undefined ? text : `${text}. doi ${doi}`);
