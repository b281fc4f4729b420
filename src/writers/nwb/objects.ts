import { randomStream } from '../../core/random.ts';
import type { Attributes, Content, Hdf5File } from '../hdf5.ts';
import type { NwbColumn, NwbSeries } from './session.ts';

/** A file in which every object says what it is. */
export interface NwbFile {
  /** A group of NWB's core. */
  object(path: string, type: string, attributes?: Attributes): void;
  plain(path: string): void;
  /** A dataset without a type. */
  dataset(path: string, content: Content, attributes?: Attributes): void;
  column(table: string, column: Column): void;
  /** A DynamicTable and the numbers of its rows; its columns are written after it. */
  table(path: string, table: Table): void;
}

interface Column extends Pick<NwbColumn, 'name' | 'description'> {
  readonly content: Content;
  /** VectorData if absent. */
  readonly type?: string;
  readonly attributes?: Attributes;
}

interface Table {
  readonly type: string;
  readonly description: string;
  readonly rows: number;
  readonly columns: readonly string[];
}

/** @param identifier of the file: object ids follow from it, so that the same session has the same bytes */
export function nwbFile(file: Hdf5File, identifier: string): NwbFile {
  const typed = (path: string, namespace: string, type: string): Attributes => ({
    namespace,
    neurodata_type: type,
    object_id: uuid(`${identifier}${path}`),
  });
  return {
    object: (path, type, attributes = {}) => {
      if (path === '/') file.root({ ...typed(path, 'core', type), ...attributes });
      else file.group(path, { ...typed(path, 'core', type), ...attributes });
    },
    plain: (path) => file.group(path),
    dataset: (path, content, attributes) => file.dataset(path, content, attributes),
    column(table, { name, description, content, type = 'VectorData', attributes = {} }) {
      const path = `${table}/${name}`;
      file.dataset(path, content, { ...typed(path, 'hdmf-common', type), description, ...attributes });
    },
    table(path, { type, description, rows, columns }) {
      file.group(path, { ...typed(path, 'core', type), description, colnames: columns });
      const ids = Int32Array.from({ length: rows }, (_, row) => row);
      file.dataset(`${path}/id`, ids, typed(`${path}/id`, 'hdmf-common', 'ElementIdentifiers'));
    },
  };
}

/** A UUID (version 8, RFC 9562) that a name always gives. */
function uuid(name: string): string {
  const random = randomStream(0, `nwb/${name}`);
  const digits = Array.from({ length: 32 }, () => random.integer(16).toString(16));
  digits[12] = '8';
  digits[16] = (8 + random.integer(4)).toString(16);
  const text = digits.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

/** A TimeSeries with one sample each 1 / rateHz seconds from the session's start on. */
export function writeSeries(file: NwbFile, path: string, series: NwbSeries): void {
  const { description, unit, rateHz, values, columns } = series;
  file.object(path, 'TimeSeries', {
    description: columns === undefined ? description : `${description}. Columns: ${columns.join('; ')}`,
    comments: values.some(Number.isNaN) ? 'NaN where nothing was recorded' : 'no comments',
  });
  const width = columns?.length ?? 1;
  file.dataset(
    `${path}/data`,
    columns === undefined ? values : { values, shape: [values.length / width, width] },
    dataAttributes(unit),
  );
  file.dataset(`${path}/starting_time`, 0, { rate: rateHz, unit: 'seconds' });
}

/** Of the data of a TimeSeries; -1 says that the resolution is not known. */
export const dataAttributes = (unit: string): Attributes => ({ unit, conversion: 1, offset: 0, resolution: -1 });
