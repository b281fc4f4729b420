const arrows: Readonly<Record<string, string>> = {
  ArrowLeft: '\u2190',
  ArrowRight: '\u2192',
  ArrowUp: '\u2191',
  ArrowDown: '\u2193',
};

/** What is on a key, by its KeyboardEvent.code. */
export const keyName = (code: string): string => arrows[code] ?? code.replace(/^Key|^Digit/, '');
