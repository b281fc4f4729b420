import { outputWidth, wrapped } from './text-width.ts';

/** Standard output contains only results; progress and notes go to standard error. */
export const printResult = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

let isQuiet = false;

/** From now on there are no notes and no progress. */
export const beQuiet = (): void => {
  isQuiet = true;
};

export const note = (text: string): void => {
  if (!isQuiet) tell(text);
};

/** What is told whatever was asked for: an error. */
export const tell = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/**
 * Columns of text, each as wide as its widest cell, the last one not padded. Where that is wider than the output, the
 * widest columns are made narrower, and their cells take several lines.
 */
export function textTable(rows: readonly (readonly string[])[], width = outputWidth()): string {
  const widths = columnWidths(rows, width);
  return rows
    .flatMap((row) => {
      const cells = row.map((cell, i) => cellLines(cell, widths[i] ?? cell.length));
      const lines = Math.max(0, ...cells.map(({ length }) => length));
      return Array.from({ length: lines }, (_, line) =>
        cells
          .map((cell, i) => (cell[line] ?? '').padEnd(widths[i] ?? 0))
          .join(between)
          .trimEnd(),
      );
    })
    .join('\n');
}

const between = '  ';

/**
 * As wide as the widest cells where that fits. Otherwise each column has its longest word, and what is left goes, one
 * character after another, to the column that makes rows shortest.
 */
function columnWidths(rows: readonly (readonly string[])[], width: number): readonly number[] {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''));
  const whole = columns.map((cells) => Math.max(...cells.map(({ length }) => length)));
  const room = width - between.length * (columns.length - 1);
  if (sumOf(whole) <= room) return whole;
  const widths = columns.map((cells) =>
    Math.max(...cells.flatMap((cell) => wordsOf(cell).map(({ length }) => length))),
  );
  for (let left = room - sumOf(widths); left > 0; left--) {
    const heights = widths.map((_, wider) => {
      const tried = widths.map((one, i) => (i === wider ? one + 1 : one));
      return sumOf(rows.map((row) => Math.max(...row.map((cell, i) => cell.length / (tried[i] as number)))));
    });
    const growing = heights.map((height, i) => ((widths[i] as number) < (whole[i] as number) ? height : Infinity));
    const best = growing.indexOf(Math.min(...growing));
    widths[best] = (widths[best] as number) + 1;
  }
  return widths;
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** An indented cell is indented in each line. */
function wordsOf(cell: string): readonly string[] {
  const indent = /^ */.exec(cell)?.[0] ?? '';
  return cell
    .trim()
    .split(' ')
    .map((word) => indent + word);
}

/** A cell that is broken keeps its indentation. */
function cellLines(cell: string, width: number): readonly string[] {
  if (cell.length <= width) return [cell];
  const indent = /^ */.exec(cell)?.[0] ?? '';
  return wrapped(cell.trimStart(), width - indent.length).map((line) => indent + line);
}

const barWidth = 24;

/**
 * A progress bar on a terminal's standard error with the remaining time, estimated from the elapsed time; silent
 * without a terminal.
 */
export function progressLine(total: number): { show(done: number): void; clear(): void } {
  const began = performance.now();
  const left = (done: number): string =>
    done === 0 ? '' : `, ${clockTime(((performance.now() - began) / 1000 / done) * (total - done))} left`;
  return {
    show: (done) => writeLine(`${progressBar(done / total)} ${done} of ${total}${left(done)}`),
    clear: () => writeLine(''),
  };
}

/** `[######......]` for a fraction from 0 to 1. */
export const progressBar = (share: number): string =>
  `[${'#'.repeat(Math.round(barWidth * Math.min(1, share))).padEnd(barWidth, '.')}]`;

/** Replaces the last text on a terminal's standard error; silent without a terminal. */
export const writeLine = (text: string): void => {
  if (process.stderr.isTTY && !isQuiet) process.stderr.write(`\r${text}\u001b[K`);
};

/** `1:05` for 65 seconds. */
export const clockTime = (seconds: number): string =>
  `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
