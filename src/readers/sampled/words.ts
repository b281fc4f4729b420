/** A count as a reader sees it, e.g. 86,936. */
export const inFull = (count: number): string => count.toLocaleString('en');

/** `one row`, `86,936 rows`. */
export const several = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? `one ${one}` : `${inFull(count)} ${many}`;
