/** The mean of each column of a row-major matrix, over the rows that have a value there. */
export function meanRow(rows: Float32Array | Float64Array, columns: number): readonly number[] {
  return Array.from({ length: columns }, (_, column) => {
    let [sum, n] = [0, 0];
    for (let at = column; at < rows.length; at += columns) {
      const value = rows[at] as number;
      if (Number.isNaN(value)) continue;
      sum += value;
      n += 1;
    }
    return sum / n;
  });
}
