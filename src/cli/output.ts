/** Standard output carries results alone; progress and notes go to standard error. */
export const printResult = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Columns of text, each as wide as its widest cell; the last one is left as it is. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] as number))).join('  ').trimEnd()).join('\n');
}

/** Four significant digits, without trailing zeros; rounding errors of a computation that should give 0 read as 0. */
export const shortNumber = (value: number): string => (Math.abs(value) < 1e-9 ? '0' : String(Number(value.toPrecision(4))));

/** A line on a terminal's standard error that counts up; silent where nobody watches. */
export function progressLine(total: number): { show(done: number): void; clear(): void } {
  const write = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001b[K`);
  };
  return { show: (done) => write(`${done} of ${total}`), clear: () => write('') };
}
