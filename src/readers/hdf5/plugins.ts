import type { H5Module } from 'h5wasm/dist/esm/hdf5_util.js';
import { fromBase64 } from '../../core/base64.ts';

interface Plugin {
  readonly name: string;
  readonly load: () => Promise<{ default: string }>;
}

/** Registered filters of HDF5 that are not part of it, by number. Each is a chunk of the bundle that is loaded when a file needs it. */
const plugins: Readonly<Record<number, Plugin>> = {
  307: { name: 'bz2', load: () => import('h5wasm-plugins/plugins/libH5Zbz2.so?url&inline') },
  32000: { name: 'lzf', load: () => import('h5wasm-plugins/plugins/libH5Zlzf.so?url&inline') },
  32001: { name: 'blosc', load: () => import('h5wasm-plugins/plugins/libH5Zblosc.so?url&inline') },
  32004: { name: 'lz4', load: () => import('h5wasm-plugins/plugins/libH5Zlz4.so?url&inline') },
  32008: { name: 'bshuf', load: () => import('h5wasm-plugins/plugins/libH5Zbshuf.so?url&inline') },
  32013: { name: 'zfp', load: () => import('h5wasm-plugins/plugins/libH5Zzfp.so?url&inline') },
  32015: { name: 'zstd', load: () => import('h5wasm-plugins/plugins/libH5Zzstd.so?url&inline') },
  32022: { name: 'bitgroom', load: () => import('h5wasm-plugins/plugins/libH5Zbitgroom.so?url&inline') },
  32023: { name: 'bitround', load: () => import('h5wasm-plugins/plugins/libH5Zbitround.so?url&inline') },
  32026: { name: 'blosc2', load: () => import('h5wasm-plugins/plugins/libH5Zblosc2.so?url&inline') },
};

/** Filters with smaller numbers are part of HDF5. */
const firstRegistered = 256;

/**
 * Puts the plugins of these filters into the module's own file system, where HDF5 looks for them.
 * @param installed numbers of filters that are there; added to
 * @returns the number of the first filter for which there is none
 */
export async function installPlugins(
  { FS, get_plugin_search_paths: searchPaths }: H5Module,
  filters: readonly number[],
  installed: Set<number>,
): Promise<number | undefined> {
  for (const filter of filters) {
    if (filter < firstRegistered || installed.has(filter)) continue;
    const plugin = plugins[filter];
    if (plugin === undefined) return filter;
    const dataUrl = (await plugin.load()).default;
    const folder = searchPaths()[0] as string;
    FS.mkdirTree(folder);
    FS.writeFile(`${folder}/libH5Z${plugin.name}.so`, fromBase64(dataUrl.slice(dataUrl.indexOf(',') + 1)));
    installed.add(filter);
  }
  return undefined;
}
