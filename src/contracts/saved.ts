/** What a thing remembers, as plain data that can be written to a file: JSON with typed arrays for its leaves. */
export type Saved =
  | null
  | boolean
  | number
  | string
  | SavedArray
  | readonly Saved[]
  | { readonly [name: string]: Saved };

export type SavedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

/** Everything remembered by a thing of named parts. */
export type SavedParts = { readonly [name: string]: Saved };
