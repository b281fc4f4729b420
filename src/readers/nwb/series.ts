import { InputError } from '../../core/errors.ts';
import type { Proposal } from '../../contracts/reader.ts';
import { asDataset, type Hdf5Dataset, type Hdf5Group } from '../hdf5/nodes.ts';
import type { Clock } from '../sampled/clock.ts';
import { proposals } from '../sampled/propose.ts';
import { type Collected, freeId, typeOf } from './collected.ts';
import { type Fibre, fibresOf } from './fibres.ts';
import { seriesClock } from './series-clock.ts';

/** Columns of a series that are made signals. */
const maxColumns = 512;
/** Longest text that is a fact of a signal. */
const maxFact = 300;

/** Whether a group is a TimeSeries or extends it, also by a type that is not known. */
export const isSeries = (group: Hdf5Group): boolean =>
  group.names.includes('data') && (group.names.includes('timestamps') || group.names.includes('starting_time'));

/**
 * Signals of a TimeSeries: one, or one for each column. A value is data x conversion (x channel_conversion) + offset.
 * Layout: NWB schema 2.x, nwb.base.yaml and nwb.ophys.yaml.
 */
export async function readSeries(series: Hdf5Group, collected: Collected): Promise<void> {
  const data = series.child('data');
  if (data?.kind === 'lost') collected.warnings.push(`${data.path} ${data.reason}`);
  if (data?.kind !== 'dataset' || data.values === 'text') return;
  if (data.values !== 'numbers') throw new InputError('its data are no numbers', series.where, 'save them as numbers');
  if (data.shape.length === 0 || data.shape.length > 2) {
    if (data.shape.length > 2)
      collected.warnings.push(`${series.path} has ${data.shape.length} dimensions and is left out`);
    return;
  }
  const [rows = 0, columns = 1] = data.shape;
  if (rows === 0) return;
  await readable(data);
  const clock = await seriesClock(series, rows, collected);
  const fibres = await fibresOf(series);
  const channels = await asDataset(series.child('channel_conversion'))?.allNumbers();
  if (columns > maxColumns)
    collected.warnings.push(`${series.path} has ${columns} columns: the first ${maxColumns} are read`);
  for (let column = 0; column < Math.min(columns, maxColumns); column++)
    addSignal({ series, data, clock, fibres, column, scale: channels?.[column] ?? 1 }, collected);
}

/** Reads one value, so that a filter that is not known is said when the file is opened. */
async function readable(data: Hdf5Dataset): Promise<void> {
  await data.numbers(
    data.shape.map(() => 0),
    data.shape.map(() => 1),
  );
}

interface Column {
  readonly series: Hdf5Group;
  readonly data: Hdf5Dataset;
  readonly clock: Clock;
  readonly fibres: readonly Fibre[];
  readonly column: number;
  /** channel_conversion */
  readonly scale: number;
}

function addSignal(one: Column, collected: Collected): void {
  const { series, data, clock, fibres, column } = one;
  const several = data.shape.length === 2 && (data.shape[1] as number) > 1;
  const fibre = fibreOf(one);
  const place = several ? `[${column}]` : '';
  const lamp = fibre?.excitationNm === undefined ? '' : ` ${fibre.excitationNm} nm`;
  const said = `${place}${fibre?.location === undefined ? '' : ` ${fibre.location}`}${lamp}`;
  const short = fibres.length > 0 ? `${series.name}${said}` : `${series.path}${said}`;
  const conversion = (data.attributes.number('conversion') ?? 1) * one.scale;
  const offset = data.attributes.number('offset') ?? 0;
  const unit = data.attributes.text('unit');
  const proposal = proposalOf(series, fibre);
  collected.signals.push({
    id: freeId(collected.signals, short, `${series.path}${said}`),
    clock,
    rows: async (from, to) => {
      const values = await data.numbers(
        several ? [from, column] : data.shape.map((_, i) => (i === 0 ? from : 0)),
        data.shape.map((_, i) => (i === 0 ? to - from : 1)),
      );
      return conversion === 1 && offset === 0 ? values : values.map((value) => value * conversion + offset);
    },
    mayMiss: data.isFloat,
    breadth: data.shape[1] ?? 1,
    unit: unit === '' ? undefined : unit,
    proposal,
    facts: factsOf(series, fibre),
  });
}

/** The fibre of a column; of a series of one column that is made from several lamps, what they have in common. */
function fibreOf({ data, fibres, column }: Column): Fibre | undefined {
  const columns = data.shape[1] ?? 1;
  if (columns > 1 || fibres.length < 2) return fibres[column];
  const common = <Key extends keyof Fibre>(key: Key): Fibre[Key] | undefined =>
    fibres.every((fibre) => fibre[key] === fibres[0]?.[key]) ? fibres[0]?.[key] : undefined;
  return {
    location: common('location'),
    excitationNm: common('excitationNm'),
    emissionNm: common('emissionNm'),
    indicator: common('indicator'),
  };
}

/** Light of shorter waves excites an indicator much the same whether or not it has bound; nm. */
const longestIsosbestic = 425;
const [shortestSignal, longestSignal] = [440, 600];

function proposalOf(series: Hdf5Group, fibre: Fibre | undefined): Proposal | undefined {
  const type = typeOf(series);
  const nm = fibre?.excitationNm;
  if (type === 'CommandedVoltageSeries') return undefined;
  if (nm !== undefined && nm <= longestIsosbestic)
    return { role: 'control', reason: `excited at ${nm} nm, near the isosbestic point` };
  if (nm !== undefined && nm >= shortestSignal && nm <= longestSignal)
    return { role: 'signal', reason: `excited at ${nm} nm` };
  const trace = series.attributes.text('trace_type');
  if (trace === 'dff' || trace === 'z_score') return { role: 'signal', reason: `GuPPy calls it ${trace}` };
  if (trace !== undefined) return undefined;
  const byName = proposals.signal(series.name);
  if (byName !== undefined) return byName;
  return /^(FiberPhotometry|RoiResponse|DeconvolvedRoi)/.test(type)
    ? { role: 'signal', reason: `it is a ${type}` }
    : undefined;
}

function factsOf(series: Hdf5Group, fibre: Fibre | undefined): Record<string, string | number> {
  const description = series.attributes.text('description');
  const facts: Record<string, string | number | undefined> = {
    type: typeOf(series) || undefined,
    location: fibre?.location,
    'excitation (nm)': fibre?.excitationNm,
    'emission (nm)': fibre?.emissionNm,
    indicator: fibre?.indicator,
    trace: series.attributes.text('trace_type'),
    description: description === 'no description' ? undefined : description?.slice(0, maxFact),
  };
  return Object.fromEntries(
    Object.entries(facts).filter(
      (entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
}
