const pipeWidth = 100;
const minWidth = 40;

/** Characters of a line of output: those of the terminal, or of COLUMNS; 100 where neither is known. */
export function outputWidth(): number {
  const { COLUMNS: given } = process.env;
  const width = process.stdout.isTTY ? process.stdout.columns : Number(given);
  return Number.isInteger(width) && width > 0 ? Math.max(minWidth, width) : pipeWidth;
}

/** Lines of at most so many characters, broken between words; a word that is longer has a line of its own. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A paragraph whose first line begins with so many spaces, and the others with so many. */
export const indented = (text: string, first: number, others = first): string =>
  wrapped(text, outputWidth() - Math.max(first, others))
    .map((line, i) => `${' '.repeat(i === 0 ? first : others)}${line}`.trimEnd())
    .join('\n');
