/** The words of a name in lower case: `firstLick_ms` has first, lick and ms; `intervals_0` intervals and 0. */
export function wordsOf(name: string): string[] {
  const split = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([a-zA-Z])(\d)/g, '$1 $2')
    .replaceAll(/(\d)([a-zA-Z])/g, '$1 $2');
  return split
    .toLowerCase()
    .split(/[^a-z0-9µ+-]+/)
    .filter((word) => word !== '');
}
