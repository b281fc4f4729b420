import type { MeasuredCoverage } from '../../src/analysis/bands/coverage.ts';
import type { NullEvents } from './null-events.ts';

const numbers = [5, 6, 8, 12];
const smaller = ({ animals }: MeasuredCoverage): number => Math.min(...animals);

/** The measured coverage as Markdown, one row for each kind of experiment. */
export function table(cells: readonly MeasuredCoverage[], nulls: readonly NullEvents[]): string {
  const kinds = [...new Set(cells.map(({ of, shape }) => `${of}\n${shape}`))];
  return [
    "Simultaneous bands: coverage in percent, and in brackets half the band's median width in standard errors. Of 2,000 simulated experiments a cell (standard deviation about 0.5 points); cells within two standard deviations of what is required, of 10,000.",
    '',
    `| band of | animals differ | ${numbers.map((n) => `${n} animals`).join(' | ')} |`,
    `|---|---|${numbers.map(() => '---|').join('')}`,
    ...kinds.flatMap((kind) => {
      const [of = '', shape = ''] = kind.split('\n');
      const own = numbers.map((n) =>
        cells.find((cell) => cell.of === of && cell.shape === shape && smaller(cell) === n),
      );
      const row = (title: string, values: readonly string[]): string =>
        `| ${title} | ${shape} | ${values.join(' | ')} |`;
      const plain = row(
        of,
        own.map((cell) => shown(cell?.simultaneous, cell?.halfWidth)),
      );
      const narrow = row(
        `${of}, if symmetric`,
        own.map((cell) => shown(cell?.ifSymmetric, cell?.halfWidthIfSymmetric)),
      );
      return of === 'group difference' ? [plain] : [plain, narrow];
    }),
    '',
    `Pointwise bands contained the true value at one point in ${range(cells, (shape) => !shape.includes('skewed'))} %, and with skewed animals in ${range(cells, (shape) => shape.includes('skewed'))} %.`,
    '',
    ...nulls.map(
      ({ of, falsePositives, pooledRows }) =>
        `- 1,200 events of 12 animals without a true difference, ${of}: the band excluded zero somewhere in ${falsePositives.toFixed(1)} % of experiments; event rows as if they were independent, at a single point, in ${pooledRows.toFixed(1)} %.`,
    ),
  ].join('\n');
}

const shown = (share: number | null | undefined, width: number | null | undefined): string =>
  typeof share === 'number' && typeof width === 'number' ? `${share.toFixed(1)} (${width.toFixed(1)})` : '';

function range(cells: readonly MeasuredCoverage[], chosen: (shape: string) => boolean): string {
  const shares = cells.filter(({ shape }) => chosen(shape)).map(({ pointwise }) => pointwise);
  return `${Math.min(...shares).toFixed(1)} to ${Math.max(...shares).toFixed(1)}`;
}
