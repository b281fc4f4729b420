// Files of HDF5 and NWB for tests, written by h5wasm itself.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { File, type Group, ready } from 'h5wasm';

let made = 0;

/** The bytes of a file with what `fill` puts into it. */
export async function hdf5File(fill: (file: File) => void): Promise<Uint8Array> {
  const { FS } = await ready;
  const name = `made-${made++}.h5`;
  const file = new File(name, 'w');
  fill(file);
  file.close();
  const bytes = Uint8Array.from(FS.readFile(name));
  FS.unlink(name);
  return bytes;
}

/** Makes h5wasm able to write by a plugin. */
export async function installToWrite(names: readonly string[]): Promise<void> {
  const module = await ready;
  const folder = module.get_plugin_search_paths()[0] as string;
  module.FS.mkdirTree(folder);
  const plugins = fileURLToPath(new URL('../../node_modules/h5wasm-plugins/plugins', import.meta.url));
  for (const name of names)
    module.FS.writeFile(`${folder}/libH5Z${name}.so`, readFileSync(`${plugins}/libH5Z${name}.so`));
}

export const real = (group: Group, name: string, data: Float64Array, shape = [data.length]): void => {
  group.create_dataset({ name, data, shape, dtype: '<d' });
};
const scalar = (group: Group, name: string, value: number): void => {
  group.create_dataset({ name, data: new Float64Array([value]), shape: [], dtype: '<d' });
};
export const texts = (group: Group, name: string, data: readonly string[]): void => {
  group.create_dataset({ name, data: [...data], dtype: 'S' });
};

/** The attributes and groups that every NWB file has. */
export function beginNwb(file: File): void {
  file.create_attribute('nwb_version', '2.8.0');
  file.create_attribute('neurodata_type', 'NWBFile');
  for (const name of ['acquisition', 'general', 'intervals', 'processing']) file.create_group(name);
  file.create_dataset({ name: 'session_start_time', data: '2025-08-04T10:15:00+02:00' });
}

/** A file with what every NWB file has and what `fill` writes. */
export const nwbFile = async (fill: (file: File) => void): Promise<Uint8Array> =>
  hdf5File((file) => {
    beginNwb(file);
    fill(file);
  });

export function typed(parent: Group, name: string, type: string): Group {
  const group = parent.create_group(name);
  group.create_attribute('neurodata_type', type);
  return group;
}

export const groupOf = (file: Group, path: string): Group => file.get(path) as Group;

/** A series whose first sample is at 0 s. */
export function series(
  parent: Group,
  name: string,
  data: Float64Array | Int16Array,
  { rateHz = 20, shape = [data.length], type = 'TimeSeries', times = undefined as Float64Array | undefined } = {},
): Group {
  const group = typed(parent, name, type);
  group.create_dataset({ name: 'data', data, shape });
  const unit = groupOf(group, 'data');
  unit.create_attribute('unit', 'V');
  if (times !== undefined) real(group, 'timestamps', times);
  else regularFrom(group, rateHz);
  return group;
}

/** The clock of a series whose first sample is at 0 s. */
export function regularFrom(group: Group, rateHz: number): void {
  scalar(group, 'starting_time', 0);
  groupOf(group, 'starting_time').create_attribute('rate', rateHz, null, '<d');
}

type Column = Float64Array | Uint8Array | readonly string[];

/** A DynamicTable; a column X_index makes column X ragged. */
export function table(parent: Group, name: string, type: string, columns: Readonly<Record<string, Column>>): Group {
  const group = typed(parent, name, type);
  group.create_attribute(
    'colnames',
    Object.keys(columns).filter((column) => !column.endsWith('_index')),
  );
  for (const [column, data] of Object.entries(columns))
    if (data instanceof Float64Array) real(group, column, data);
    else if (data instanceof Uint8Array) group.create_dataset({ name: column, data });
    else texts(group, column, data);
  return group;
}
