/** Classes of arrays of numbers. */
export type NumberClass =
  | 'double'
  | 'single'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64';

/** An array of numbers, which stay in the file until they are read. Elements are in column-major order. */
export interface MatNumbers {
  readonly kind: 'numbers';
  readonly numberClass: NumberClass;
  readonly isLogical: boolean;
  readonly dims: readonly number[];
  /** Elements [from, to); integers beyond 2^53 are rounded. */
  read(from: number, to: number): Float64Array;
  /** Imaginary parts; absent if the array is real. */
  readonly imaginary?: (from: number, to: number) => Float64Array;
}

/** An array of characters: each row is one text. */
export interface MatText {
  readonly kind: 'text';
  readonly dims: readonly number[];
  readonly rows: readonly string[];
}

/** Items are in column-major order. */
interface MatCell {
  readonly kind: 'cell';
  readonly dims: readonly number[];
  readonly items: readonly MatValue[];
}

/** A struct or an array of structs, also an object of a class of before 2008: each field has one value per element. */
export interface MatStruct {
  readonly kind: 'struct';
  readonly dims: readonly number[];
  readonly fields: ReadonlyMap<string, readonly MatValue[]>;
}

/** Compressed sparse columns: elements columnStarts[j] to columnStarts[j + 1] are in column j. */
export interface MatSparse {
  readonly kind: 'sparse';
  readonly dims: readonly number[];
  readonly rowIndices: Int32Array;
  readonly columnStarts: Int32Array;
  readonly values: Float64Array;
}

/** What only MATLAB can read: a table, string, datetime, other object or function. */
export interface MatOpaque {
  readonly kind: 'opaque';
  readonly className: string;
}

export type MatValue = MatNumbers | MatText | MatCell | MatStruct | MatSparse | MatOpaque;

/** The variables of a MAT file by name. */
export interface MatFile {
  readonly variables: ReadonlyMap<string, MatValue>;
  /** Each one line: what could not be read. */
  readonly warnings: readonly string[];
  /** Frees inflated contents. */
  close(): void;
}

export const countOf = (dims: readonly number[]): number => dims.reduce((product, size) => product * size, 1);
