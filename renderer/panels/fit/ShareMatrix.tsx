import type { CSSProperties, JSX } from 'react';

interface Properties {
  readonly title: string;
  /** What the numbers are. */
  readonly words: string;
  /** What rows are. */
  readonly corner: string;
  readonly names: readonly string[];
  /** Row by row; from -1 to 1, null where there is none. */
  readonly cells: readonly (readonly (number | null)[])[];
  /** Whether a cell is to be worried about. */
  readonly isBad?: (cell: number, row: number, column: number) => boolean;
}

/** A square of numbers, each the deeper in colour the further from 0. Columns have the numbers of the rows. */
export function ShareMatrix({ title, words, corner, names, cells, isBad }: Properties): JSX.Element {
  return (
    <div className="fit-matrix">
      <table className="data-table" aria-label={`${title}: ${words}`}>
        <caption>
          <b>{title}</b> <span className="soft">{words}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {names.map((name, i) => (
              <th key={name} scope="col" aria-label={name}>
                {i + 1}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, row) => (
            <tr key={name}>
              <th scope="row">
                {row + 1} {name}
              </th>
              {names.map((other, column) => {
                const cell = cells[row]?.[column] ?? null;
                const isWarned = cell !== null && isBad?.(cell, row, column) === true;
                // A correlation may be above 1 in its last digit, which is no colour.
                const style = { '--share': `${Math.min(100, Math.abs(cell ?? 0) * 100)}%` } as CSSProperties;
                return (
                  <td key={other} className={isWarned ? 'is-bad' : ''} style={style}>
                    {cell === null ? '–' : cell.toFixed(2)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
