import { asDataset, type Hdf5Dataset, type Hdf5Group } from '../hdf5/nodes.ts';
import { inFull } from '../sampled/words.ts';
import { addEvents, atRows, maxKinds, rowsOfEach } from './add-events.ts';
import type { Collected } from './collected.ts';

/** Regular events are few: many are a signal. */
const maxRegular = 1_000_000;

/** Times of a series of events, seconds; undefined if it has none, or they are in a file that is not here. */
async function timesOf(series: Hdf5Group, collected: Collected): Promise<Float64Array | undefined> {
  const times = series.child('timestamps');
  if (times?.kind === 'lost') collected.warnings.push(`${times.path} ${times.reason}`);
  if (times?.kind === 'dataset' && times.values === 'numbers') return times.allNumbers();
  return times === undefined ? regularTimes(series) : undefined;
}

/** Of events that come at one interval. */
async function regularTimes(series: Hdf5Group): Promise<Float64Array | undefined> {
  const [start, rows] = [asDataset(series.child('starting_time')), asDataset(series.child('data'))?.shape[0] ?? 0];
  const rate = start?.attributes.number('rate');
  if (start === undefined || rate === undefined || !(rate > 0) || rows > maxRegular) return undefined;
  const [seconds = 0] = await start.allNumbers();
  return Float64Array.from({ length: rows }, (_, i) => seconds + i / rate);
}

/** Events with times alone, or with a value each (a TimeSeries in BehavioralEvents). */
export async function readEvents(series: Hdf5Group, collected: Collected): Promise<void> {
  const times = await timesOf(series, collected);
  if (times === undefined) return;
  const data = asDataset(series.child('data'));
  const hasValues = data?.values === 'numbers' && data.shape.length === 1 && data.shape[0] === times.length;
  const scale = data?.attributes.number('conversion') ?? 1;
  const offset = data?.attributes.number('offset') ?? 0;
  const values = hasValues ? (await data.allNumbers()).map((value) => value * scale + offset) : undefined;
  const unit = data?.attributes.text('unit');
  addEvents(collected, {
    short: series.name,
    long: series.path,
    times,
    values,
    valueUnit: values === undefined || unit === '' ? undefined : unit,
  });
}

/** AnnotationSeries: a text with each time; each text is a kind of events. */
export async function readAnnotations(series: Hdf5Group, data: Hdf5Dataset, collected: Collected): Promise<void> {
  const times = await timesOf(series, collected);
  if (times === undefined) return;
  const kinds = rowsOfEach(await data.allTexts());
  if (kinds.size > maxKinds) {
    collected.warnings.push(`${series.path} has ${inFull(kinds.size)} different texts: read as one kind of events`);
    return addEvents(collected, { short: series.name, long: series.path, times });
  }
  for (const [text, rows] of kinds)
    addEvents(collected, { short: text, long: `${series.path} = ${text}`, times: atRows(times, rows) });
}

/** IntervalSeries: data above 0 is a start, below 0 the end of the same kind. */
export async function readIntervalSeries(series: Hdf5Group, collected: Collected): Promise<void> {
  const times = await timesOf(series, collected);
  const codes = await asDataset(series.child('data'))?.allNumbers();
  if (times === undefined || codes === undefined) return;
  const kinds = rowsOfEach(codes.map((code) => Math.abs(code)));
  for (const [kind, rows] of kinds) {
    const starts = rows.filter((row) => (codes[row] as number) > 0);
    const ends = starts.map((row) => {
      const next = rows.find((later) => later > row);
      return next !== undefined && (codes[next] as number) < 0 ? (times[next] as number) : Number.NaN;
    });
    const open = ends.filter((end) => Number.isNaN(end)).length;
    const suffix = kinds.size === 1 ? '' : ` = ${kind}`;
    if (open > 0)
      collected.warnings.push(`${series.path}${suffix}: ${inFull(open)} of ${inFull(starts.length)} have no end`);
    addEvents(collected, {
      short: `${series.name}${suffix}`,
      long: `${series.path}${suffix}`,
      times: atRows(times, starts),
      ends: Float64Array.from(ends),
    });
  }
}

/** LabeledEvents and TTLs of ndx-events 0.2: a number with each event, whose label is in an attribute. */
export async function readLabelled(series: Hdf5Group, collected: Collected): Promise<void> {
  const times = await timesOf(series, collected);
  const data = asDataset(series.child('data'));
  if (times === undefined || data === undefined) return;
  const labels = data.attributes.texts('labels') ?? [];
  const kinds = rowsOfEach(await data.allNumbers());
  if (kinds.size > maxKinds) return readEvents(series, collected);
  for (const [code, rows] of kinds) {
    const label = labels[code] ?? '';
    const shown = label === '' || label === `${code}` ? `${code}` : `${code} (${label})`;
    addEvents(collected, {
      short: `${series.name} = ${shown}`,
      long: `${series.path} = ${shown}`,
      times: atRows(times, rows),
    });
  }
}
