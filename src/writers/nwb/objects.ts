import { randomStream } from '../../core/random.ts';
import type { Attributes, Content, Hdf5File } from '../hdf5.ts';
import type { NwbClock, NwbColumn, NwbSeries } from './session.ts';

/** A file in which every object says what it is. */
export interface NwbFile {
  /** A group, of NWB's core if it is of no other namespace. */
  object(path: string, type: string, attributes?: Attributes, namespace?: string): void;
  /** More attributes of the root. */
  say(path: '/', attributes: Attributes): void;
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
  /** NWB's core if absent. */
  readonly namespace?: string;
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
    object: (path, type, attributes = {}, namespace = 'core') => {
      if (path === '/') file.root({ ...typed(path, namespace, type), ...attributes });
      else file.group(path, { ...typed(path, namespace, type), ...attributes });
    },
    say: (_, attributes) => file.root(attributes),
    plain: (path) => file.group(path),
    dataset: (path, content, attributes) => file.dataset(path, content, attributes),
    column(table, { name, description, content, type = 'VectorData', attributes = {} }) {
      const path = `${table}/${name}`;
      file.dataset(path, content, { ...typed(path, 'hdmf-common', type), description, ...attributes });
    },
    table(path, { type, namespace = 'core', description, rows, columns }) {
      file.group(path, { ...typed(path, namespace, type), description, colnames: columns });
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

/** A TimeSeries. */
export const writeSeries = (file: NwbFile, path: string, series: NwbSeries): void =>
  writeSamples(file, path, series, { type: 'TimeSeries', namespace: 'core' });

/** The samples of a series of any type: one each 1 / rateHz seconds, or at times of their own. */
export function writeSamples(
  file: NwbFile,
  path: string,
  { description, unit, clock, values, columns }: NwbSeries,
  { type, namespace }: { readonly type: string; readonly namespace: string },
): void {
  const attributes = {
    description: columns === undefined ? description : `${description}. Columns: ${columns.join('; ')}`,
    comments: values.some(Number.isNaN) ? 'NaN where nothing was recorded' : 'no comments',
  };
  file.object(path, type, attributes, namespace);
  const width = columns?.length ?? 1;
  file.dataset(
    `${path}/data`,
    columns === undefined ? values : { values, shape: [values.length / width, width] },
    dataAttributes(unit),
  );
  writeClock(file, path, clock);
}

export function writeClock(file: NwbFile, path: string, clock: NwbClock): void {
  if ('times' in clock)
    file.dataset(`${path}/timestamps`, clock.times, { interval: new Int32Array([1]), unit: 'seconds' });
  else file.dataset(`${path}/starting_time`, clock.startSeconds, { rate: clock.rateHz, unit: 'seconds' });
}

/** Of the data of a TimeSeries; -1 says that the resolution is not known. */
export const dataAttributes = (unit: string): Attributes => ({ unit, conversion: 1, offset: 0, resolution: -1 });
