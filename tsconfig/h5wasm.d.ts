// What scripts/hdf5.mjs gives: h5wasm's module, made anew by each call, as far as it is used. Its own declarations name types of a DOM.
declare module 'h5wasm/dist/esm/hdf5_util.js' {
  export interface H5Datatype {
    /** Class of HDF5 (H5T_class_t). */
    readonly type: number;
    readonly size: number;
    readonly signed: boolean;
    readonly vlen: boolean;
    readonly littleEndian: boolean;
    readonly strpad?: number;
    readonly ref_type?: string;
  }
  export interface H5Metadata extends H5Datatype {
    /** null if it has no dataspace. */
    readonly shape: readonly number[] | null;
    readonly total_size: number;
    readonly chunks: readonly number[] | null;
    readonly virtual_sources?: readonly { readonly file_name: string }[];
  }
  export interface H5Filter {
    readonly id: number;
    readonly name: string;
  }
  type Sizes = readonly bigint[];
  /** Of a dataset or an attribute that is to be written. */
  export interface H5WriteMetadata {
    readonly type: number;
    readonly size: number;
    readonly signed: boolean;
    readonly vlen: boolean;
    readonly littleEndian: true;
    /** Of text: 1 is UTF-8. */
    readonly cset?: 1;
    readonly shape: Sizes;
    readonly maxshape: Sizes;
    readonly chunks: Sizes | null;
    /** Number of a filter; 0 is none. */
    readonly compression: number;
    readonly compression_opts: readonly number[];
    readonly track_order: boolean;
  }
  export interface H5Node {
    mode: number;
    contents: Record<string, H5Node>;
    node_ops: unknown;
    stream_ops: unknown;
    readonly id: number;
  }
  export interface H5FileSystem {
    mkdirTree(path: string): void;
    writeFile(path: string, bytes: Uint8Array): void;
    readFile(path: string): Uint8Array;
    mount(type: { mount(): H5Node }, options: Record<string, never>, path: string): void;
    createNode(parent: H5Node | null, name: string, mode: number, device: number): H5Node;
    readonly ErrnoError: new (code: number) => Error;
  }
  export interface H5Module {
    readonly FS: H5FileSystem;
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    UTF8ToString(pointer: number, maxBytes?: number): string;
    open(name: string, mode: number, trackOrder: boolean, lowest: number, highest: number): bigint;
    close_file(file: bigint): number;
    get_names(file: bigint, path: string, recursive: boolean): string[];
    get_type(file: bigint, path: string): number;
    get_symbolic_link(file: bigint, path: string): string;
    get_external_link(file: bigint, path: string): { filename: string; obj_path: string };
    get_attribute_names(file: bigint, path: string): string[];
    get_attribute_metadata(file: bigint, path: string, name: string): H5Metadata;
    get_attribute_data(file: bigint, path: string, name: string, pointer: bigint): number;
    get_dataset_metadata(file: bigint, path: string): H5Metadata;
    get_dataset_filters(file: bigint, path: string): H5Filter[];
    get_dataset_data(
      file: bigint,
      path: string,
      count: Sizes | null,
      offset: Sizes | null,
      stride: Sizes | null,
      pointer: bigint,
    ): number;
    reclaim_vlen_memory(file: bigint, path: string, attribute: string, pointer: bigint): number;
    reclaim_vlen_memory_count(file: bigint, path: string, attribute: string, pointer: bigint, count: Sizes): number;
    create_group(file: bigint, path: string, trackOrder: boolean): number;
    create_dataset(file: bigint, path: string, pointer: bigint, metadata: H5WriteMetadata): number;
    create_vlen_str_dataset(file: bigint, path: string, texts: readonly string[], metadata: H5WriteMetadata): number;
    create_attribute(file: bigint, path: string, name: string, pointer: bigint, metadata: H5WriteMetadata): number;
    create_vlen_str_attribute(
      file: bigint,
      path: string,
      name: string,
      texts: readonly string[],
      metadata: H5WriteMetadata,
    ): number;
    create_object_reference(file: bigint, path: string): Uint8Array;
    get_referenced_name(file: bigint, reference: Uint8Array, isObject: boolean): string;
    get_plugin_search_paths(): string[];
    activate_throwing_error_handler(): number;
  }
  export default function makeModule(options: {
    readonly noInitialRun: boolean;
    readonly print: () => void;
    readonly printErr: () => void;
    readonly stdin: () => null;
  }): Promise<H5Module>;
}

// A plugin of HDF5 as a data: URL, put into the bundle by Vite.
declare module 'h5wasm-plugins/plugins/*' {
  const dataUrl: string;
  export default dataUrl;
}
