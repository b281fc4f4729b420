/** Standard output contains only results; progress and notes go to standard error. */
export const printResult = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Columns of text, each as wide as its widest cell; the last one is not padded. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] as number)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Four significant digits, without trailing zeros; rounding errors of a computation that should give 0 are shown as 0.
 */
export const shortNumber = (value: number): string =>
  Math.abs(value) < 1e-9 ? '0' : String(Number(value.toPrecision(4)));

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
  if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001b[K`);
};

/** `1:05` for 65 seconds. */
export const clockTime = (seconds: number): string =>
  `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
