import { asDataset, asGroup, type Hdf5Group, type Hdf5Node } from '../hdf5/nodes.ts';
import { columnOf, numbersOf, textsOf } from './dynamic-table.ts';

/** What a table says of one fibre and lamp. */
export interface Fibre {
  readonly location: string | undefined;
  readonly excitationNm: number | undefined;
  readonly emissionNm: number | undefined;
  readonly indicator: string | undefined;
}

/**
 * Rows of FiberPhotometryTable that a series names by a DynamicTableRegion, in its order; [] if it names none.
 * Layout: ndx-fiber-photometry, spec/ndx-fiber-photometry.extensions.yaml.
 */
export async function fibresOf(series: Hdf5Group): Promise<readonly Fibre[]> {
  const region = asDataset(series.child('fiber_photometry_table_region'));
  const table = asGroup(region?.attributes.target('table'));
  if (region === undefined || table === undefined) return [];
  const rows = await region.allNumbers();
  const [locations, indicators] = [await textsOf(table, 'location'), await indicatorsOf(table)];
  const excitation = await wavelengths(table, 'excitation');
  const emission = await wavelengths(table, 'emission');
  const at = (values: Float64Array | undefined, row: number): number | undefined =>
    Number.isFinite(values?.[row]) ? values?.[row] : undefined;
  return Array.from(rows, (row) => ({
    location: locations?.[row] || undefined,
    excitationNm: at(excitation, row),
    emissionNm: at(emission, row),
    indicator: indicators?.[row] || undefined,
  }));
}

const wavelengths = async (table: Hdf5Group, kind: string): Promise<Float64Array | undefined> =>
  numbersOf(table, `${kind}_wavelength_in_nm`);

async function indicatorsOf(table: Hdf5Group): Promise<readonly string[] | undefined> {
  const column = columnOf(table, 'indicator');
  if (column?.values !== 'references') return textsOf(table, 'indicator');
  const label = (target: Hdf5Node | undefined): string =>
    target?.kind === 'group' ? (target.attributes.text('label') ?? target.name) : '';
  return (await column.allTargets()).map((target) => label(target));
}
