/** `discount changes nothing in these data` */
export const unusedWords = (unused: readonly string[]): string =>
  `${unused.join(', ')} ${unused.length === 1 ? 'changes' : 'change'} nothing in these data`;
