import { writeSamples, type NwbFile } from './objects.ts';
import type { NwbFibre, NwbSeries } from './session.ts';

type FibreSeries = NwbSeries & { readonly fibre: NwbFibre };

export const isOfFibre = (series: NwbSeries): series is FibreSeries => series.fibre !== undefined;

const [photometry, devices] = ['ndx-fiber-photometry', 'ndx-ophys-devices'] as const;
const place = '/general/fiber_photometry';
const table = `${place}/fiber_photometry_table`;

/**
 * Series of fibre photometry, one for each wavelength, and the table that says of each what was excited and where: as
 * neuroconv lays them out. The apparatus is named without what is not known of it.
 */
export function writeFibres(file: NwbFile, all: readonly FibreSeries[]): void {
  if (all.length === 0) return;
  writeApparatus(file, all[0]?.fibre.apparatus ?? '');
  file.object(place, 'FiberPhotometry', {}, photometry);
  writeIndicators(file, all);
  writeTable(file, all);
  for (const [row, series] of all.entries()) {
    const path = `/acquisition/${series.name}`;
    writeSamples(file, path, series, { type: 'FiberPhotometryResponseSeries', namespace: photometry });
    file.column(path, {
      name: 'fiber_photometry_table_region',
      description: 'The row of this series',
      type: 'DynamicTableRegion',
      content: Int32Array.of(row),
      attributes: { table: { refersTo: table } },
    });
  }
}

const apparatus = {
  optical_fiber: 'OpticalFiber',
  excitation_source: 'ExcitationSource',
  photodetector: 'Photodetector',
};

function writeApparatus(file: NwbFile, description: string): void {
  file.plain('/general/devices');
  for (const [name, type] of Object.entries(apparatus))
    file.object(`/general/devices/${name}`, type, { description }, devices);
  file.object('/general/devices/optical_fiber/fiber_insertion', 'FiberInsertion', {}, devices);
}

const indicatorsOf = (all: readonly FibreSeries[]): readonly string[] => [
  ...new Set(all.map(({ fibre }) => fibre.indicator)),
];
const indicatorPath = (all: readonly FibreSeries[], label: string): string =>
  `${place}/fiber_photometry_indicators/indicator_${indicatorsOf(all).indexOf(label) + 1}`;

function writeIndicators(file: NwbFile, all: readonly FibreSeries[]): void {
  file.object(`${place}/fiber_photometry_indicators`, 'FiberPhotometryIndicators', {}, photometry);
  for (const label of indicatorsOf(all))
    file.object(indicatorPath(all, label), 'Indicator', { label, description: 'Fluorescent indicator' }, devices);
}

function writeTable(file: NwbFile, all: readonly FibreSeries[]): void {
  const fibres = all.map(({ fibre }) => fibre);
  const columns = [
    { name: 'location', description: 'Location of fiber.', content: fibres.map(({ location }) => location) },
    {
      name: 'excitation_wavelength_in_nm',
      description: 'Wavelength of excitation light in nanometers.',
      content: Float64Array.from(fibres, ({ excitationNm }) => excitationNm),
    },
    {
      name: 'emission_wavelength_in_nm',
      description: 'Wavelength of emission light in nanometers; NaN if it is not known.',
      content: Float64Array.from(fibres, ({ emissionNm }) => emissionNm),
    },
    {
      name: 'indicator',
      description: 'Link to the indicator object.',
      content: { refersTo: fibres.map(({ indicator }) => indicatorPath(all, indicator)) },
    },
    ...Object.keys(apparatus).map((name) => ({
      name,
      description: `Link to the device: ${name.replace('_', ' ')}.`,
      content: { refersTo: fibres.map(() => `/general/devices/${name}`) },
    })),
    { name: 'notes', description: 'What else is known.', content: fibres.map(({ notes }) => notes) },
  ];
  file.table(table, {
    type: 'FiberPhotometryTable',
    namespace: photometry,
    description: 'One row for each series of fibre photometry',
    rows: fibres.length,
    columns: columns.map(({ name }) => name),
  });
  for (const column of columns) file.column(table, column);
}
