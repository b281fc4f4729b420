import { InputError } from '../../core/errors.ts';
import { several } from '../sampled/words.ts';
import type { Dialect } from './dialect.ts';
import type { Heading } from './headings.ts';
import { numberIn, secondsOfDate } from './cells.ts';

/** A column of a loaded table. */
export type LoadedColumn = {
  readonly heading: Heading;
  /** Place among the columns, from 0. */
  readonly index: number;
  readonly length: number;
  /** Cells without a value. */
  readonly missing: number;
  readonly warnings: readonly string[];
} & (
  | {
      /** NaN where missing. */
      readonly kind: 'number';
      readonly numbers: Float64Array;
    }
  | {
      /** Seconds since 1970 or since midnight, as `text`, which is its first cell, shows. NaN where missing. */
      readonly kind: 'date';
      readonly numbers: Float64Array;
      readonly first: string;
    }
  | {
      /** Places in `words`, of which the first is '' for missing. */
      readonly kind: 'text';
      readonly numbers: Float64Array;
      readonly words: readonly string[];
    }
);

export interface ColumnBuilder {
  add(cell: string): void;
  /** A cell that is a number, in a column of numbers. */
  addNumber?(value: number): void;
  done(lineOf: (row: number) => number): LoadedColumn;
}

/** Share of cells that may be text in a column of numbers: a device writes `Overflow`, a spreadsheet `#REF!`. */
const maxOddShare = 0.01;
const maxKept = 1_000_000;

/** Grows as cells are added; most columns are as long as the first rows let expect. */
function growing(about: number) {
  let values = new Float64Array(Math.max(16, Math.ceil(Math.min(about, 100_000_000) * 1.02)));
  let length = 0;
  return {
    push(value: number): void {
      if (length === values.length) {
        const larger = new Float64Array(Math.ceil(length * 1.5));
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    all: (): Float64Array => values.subarray(0, length),
    length: (): number => length,
  };
}

/** Different texts in one column; more would not fit into memory with some certainty. */
const maxWords = 2_000_000;

/** A column whose kind the first rows decide: numbers, dates or text. */
export function columnBuilder(heading: Heading, index: number, dialect: Dialect, file: string): ColumnBuilder {
  const cells = dialect.sample.map((row) => row[index] ?? '').filter((cell) => cell.trim() !== '');
  const values = cells.map((cell) => numberIn(cell, dialect.decimalComma));
  const odd = values.filter((value) => value === undefined).length;
  const of = { heading, index, file, rowsAbout: dialect.rowsAbout };
  if (odd <= cells.length * maxOddShare) return numberColumn(of, dialect.decimalComma);
  return cells.every((cell) => secondsOfDate(cell) !== undefined) ? dateColumn(of) : textColumn(of);
}

interface ColumnOf {
  readonly heading: Heading;
  readonly index: number;
  readonly file: string;
  readonly rowsAbout: number;
}

const missingIn = (values: Float64Array): number =>
  values.reduce((count, value) => count + (value === value ? 0 : 1), 0);

function numberColumn(of: ColumnOf, decimalComma: boolean): ColumnBuilder {
  const { heading, index, rowsAbout } = of;
  const store = growing(rowsAbout);
  const odd = new Map<number, string>();
  let oddCells = 0;
  return {
    add(cell) {
      const value = numberIn(cell, decimalComma);
      if (value === undefined) {
        oddCells++;
        if (odd.size < maxKept) odd.set(store.length(), cell);
      }
      store.push(value ?? NaN);
    },
    addNumber: store.push,
    done(lineOf) {
      const numbers = store.all();
      const missing = missingIn(numbers);
      const column = { heading, index, length: numbers.length };
      const filled = numbers.length - missing + oddCells;
      if (oddCells > 0 && (oddCells === filled || oddCells > Math.max(1, filled * maxOddShare)))
        return { ...column, ...asText(of, numbers, odd), warnings: [] };
      const [first] = odd;
      const warnings =
        first === undefined
          ? []
          : [
              `column '${heading.name}': ${several(oddCells, 'cell is not a number and counts', 'cells are not numbers and count')} as missing, the first ('${first[1]}') in row ${lineOf(first[0])}`,
            ];
      return { ...column, kind: 'number', numbers, missing, warnings };
    },
  };
}

/** Most cells turned out to be text after the first rows. */
function asText(of: ColumnOf, numbers: Float64Array, odd: ReadonlyMap<number, string>) {
  const words = wordList(of);
  const codes = numbers.map((value, i) => words.codeOf(odd.get(i) ?? (Number.isNaN(value) ? '' : String(value))));
  return {
    kind: 'text',
    numbers: codes,
    words: words.all(),
    missing: codes.filter((code) => code === 0).length,
  } as const;
}

function wordList({ heading, file }: Pick<ColumnOf, 'heading' | 'file'>) {
  const codes = new Map([['', 0]]);
  return {
    codeOf(text: string): number {
      const known = codes.get(text);
      if (known !== undefined) return known;
      if (codes.size > maxWords)
        throw new InputError(
          `column '${heading.name}' has more than ${maxWords} different texts`,
          file,
          'leave the column out, or save the table as Parquet',
        );
      codes.set(text, codes.size);
      return codes.size - 1;
    },
    all: (): string[] => [...codes.keys()],
  };
}

function textColumn({ heading, index, file, rowsAbout }: ColumnOf): ColumnBuilder {
  const store = growing(rowsAbout);
  const words = wordList({ heading, file });
  return {
    add: (cell) => store.push(words.codeOf(cell.trim())),
    done() {
      const numbers = store.all();
      const missing = numbers.reduce((count, code) => count + (code === 0 ? 1 : 0), 0);
      return {
        heading,
        index,
        length: numbers.length,
        kind: 'text',
        numbers,
        words: words.all(),
        missing,
        warnings: [],
      };
    },
  };
}

function dateColumn({ heading, index, rowsAbout }: ColumnOf): ColumnBuilder {
  const store = growing(rowsAbout);
  let first = '';
  return {
    add(cell) {
      const seconds = secondsOfDate(cell);
      if (seconds !== undefined && first === '') first = cell.trim();
      store.push(seconds ?? NaN);
    },
    done() {
      const numbers = store.all();
      return {
        heading,
        index,
        length: numbers.length,
        kind: 'date',
        numbers,
        first,
        missing: missingIn(numbers),
        warnings: [],
      };
    },
  };
}
