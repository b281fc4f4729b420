import { outputWidth, wrapped } from './text-width.ts';

/** Of the width, for ids: what is left is enough for titles. */
const idShare = 0.6;

/** Ids with their titles, in two columns; an id that leaves no room for its title has a line of its own above it. */
export function titledIds(all: readonly { readonly id: string; readonly title: string }[]): string {
  const room = Math.floor(idShare * outputWidth());
  const cells = all.map(({ id }) => `  ${id}  `);
  const width = Math.max(0, ...cells.map(({ length }) => length).filter((length) => length <= room));
  return all
    .flatMap(({ title }, i) => {
      const cell = cells[i] as string;
      const titleLines = wrapped(title, outputWidth() - width);
      if (cell.length > width) return [cell.trimEnd(), ...titleLines.map((line) => ' '.repeat(width) + line)];
      return titleLines.map((line, at) => (at === 0 ? cell : '').padEnd(width) + line);
    })
    .join('\n');
}
