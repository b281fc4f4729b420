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

/** The complete state of an object with named parts. */
export type SavedParts = { readonly [name: string]: Saved };
