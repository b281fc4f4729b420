/** The words of a name in lower case: `firstLick_ms` has first, lick and ms; `CH1-465A` ch, 1, 465 and a; `CS-` cs-. */
export function wordsOf(name: string): string[] {
  const split = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([a-zA-Z])(\d)/g, '$1 $2')
    .replaceAll(/(\d)([a-zA-Z])/g, '$1 $2')
    .replaceAll(/[-+](?=[a-zA-Z0-9])/g, ' ');
  return split
    .toLowerCase()
    .split(/[^a-z0-9µ+-]+/)
    .filter((word) => word !== '');
}
