/** Saved state as plain data that can be written to a file: JSON with typed arrays as leaves. */
export type Saved =
  | null
  | boolean
  | number
  | string
  | SavedArray
  | readonly Saved[]
  | { readonly [name: string]: Saved };

export type SavedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/** An array of several dimensions, row-major, which other programs read under its own name and with its shape. */
export type SavedTensor = { readonly shape: readonly number[]; readonly data: SavedArray };

/** The complete state of an object with named parts. */
export type SavedParts = { readonly [name: string]: Saved };
