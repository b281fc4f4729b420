import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasuredCoverage } from '../../src/analysis/bands/coverage.ts';
import type { Row } from '../measure.ts';
import { cells, type Cell } from './cells.ts';
import { measureCell } from './measure-cell.ts';
import { nullEvents, type NullEvents } from './null-events.ts';
import { table } from './table.ts';

/** Experiments of each cell: a share of 95 % then has a standard deviation of half a percentage point. */
const simulations = 2000;
/** Cells whose share is within two standard deviations of what is required, on either side, are continued to this number. */
const simulationsNearLimits = 10_000;
/** Percentage. */
const maxFalsePositives = 6;

const coverageFile = 'src/analysis/bands/coverage.json';
const page = 'docs/recordings.md';

/**
 * Coverage of the bands over animals in simulated experiments; writes what was measured next to the function, where the
 * app finds it, and into the page about recordings.
 */
export function bands(root: string): readonly Row[] {
  const measured = cells.map((cell) => ({ cell, result: measuredCell(cell) }));
  const nulls = (['group difference', 'paired difference'] as const).map((of) => ({
    ...nullEvents(of, simulations),
    simulations,
  }));
  const results = measured.map(({ result }) => result);
  writeFileSync(join(root, coverageFile), `${JSON.stringify({ cells: results, nulls }, undefined, 1)}\n`);
  const file = join(root, page);
  const between = /(<!-- coverage: npm run bench -- bands -->\n)[^]*?(\n<!-- \/coverage -->)/;
  const text = table(results, nulls);
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(between, (_, before: string, after: string) => before + text + after),
  );
  return [...measured.map(({ cell, result }) => rowOf(cell, result)), ...nulls.map(nullRow)];
}

/** What is stored of a cell; its first experiments are the same however many there are. */
export function measuredCell(cell: Cell): MeasuredCoverage {
  const first = measureCell(cell, simulations);
  const isNear = cell.required.some(
    (limit) =>
      limit < 100 && Math.abs(first.simultaneous - limit) < 2 * Math.sqrt((limit * (100 - limit)) / simulations),
  );
  const count = isNear ? simulationsNearLimits : simulations;
  const { halfWidth, halfWidthIfSymmetric, ...shares } = isNear ? measureCell(cell, count) : first;
  const rounded = (width: number): number => Number(width.toFixed(2));
  return {
    of: cell.of,
    shape: cell.shape,
    animals: cell.animals,
    simulations: count,
    ...shares,
    halfWidth: rounded(halfWidth),
    halfWidthIfSymmetric: halfWidthIfSymmetric === null ? null : rounded(halfWidthIfSymmetric),
  };
}

const holds = (is: boolean): string => (is ? 'holds' : 'DOES NOT HOLD');

function rowOf(
  { of, shape, animals, required: [low, high] }: Cell,
  { simultaneous, simulations: count }: MeasuredCoverage,
): Row {
  const range = high < 100 ? `${low} to ${high} %` : `at least ${low} %`;
  return {
    what: `${of}, ${animals.join(' + ')} animals, ${shape}: 95 % band contains the whole curve`,
    measured: `${simultaneous.toFixed(1)} % of ${count.toLocaleString('en')}`,
    against: `${range}: ${holds(simultaneous >= low && simultaneous <= high)}`,
  };
}

const nullRow = ({ of, falsePositives, pooledRows }: NullEvents): Row => ({
  what: `${of}, 1,200 events of 12 animals without a difference: the band excludes zero somewhere`,
  measured: `${falsePositives.toFixed(1)} % of ${simulations.toLocaleString('en')}`,
  against: `at most ${maxFalsePositives} %: ${holds(falsePositives <= maxFalsePositives)}; event rows as if independent, at one point: ${pooledRows.toFixed(1)} %`,
});
