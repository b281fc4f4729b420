// Recordings of which the tables are known, from the raw files.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import mat from '../../src/readers/mat.ts';
import { readMat } from '../../src/readers/mat/file.ts';
import { fileSource } from '../../src/storage/file-source.ts';
import { dataFolder } from './lab-case.ts';

const opened = async (path: string) => {
  const source = fileSource(join(dataFolder, path));
  const [claim] = mat.detect(source);
  if (claim === undefined) throw new Error(`${path} is not recognised`);
  return mat.open(claim, source, {});
};

const mean = (numbers: Float64Array): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

function correlation(x: Float64Array, y: Float64Array): { r: number; n: number } {
  const both = [...x.keys()].filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]));
  const pick = (all: Float64Array): Float64Array => Float64Array.from(both, (i) => all[i] as number);
  const [a, b] = [pick(x), pick(y)].map((all) => all.map((one) => one - mean(all))) as [Float64Array, Float64Array];
  const dot = (one: Float64Array, other: Float64Array): number =>
    one.reduce((sum, v, i) => sum + v * (other[i] as number), 0);
  return { r: dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)), n: both.length };
}

describe.skipIf(!existsSync(join(dataFolder, 'mikhael2022-ramps')))(
  'Mikhael et al. (2022), doi:10.1016/j.cub.2022.01.025',
  () => {
    it('ramps while the scene stays bright and has a bump where it darkens', async () => {
      const { values, times } = await opened('mikhael2022-ramps/darkening.mat');
      // Mean z over 0.5 s from 3, 5, 6 and 7 s after the start, in the four conditions. The known
      // digits were rounded twice, to .001 and then to .01.
      const known = [
        [-0.01, 0.07, 0.17, 0.29],
        [0.26, 0.33, 0.2, -0.02],
        [0.45, 0.9],
        [0.66, 0.43],
      ];
      for (const [condition, row] of known.entries()) {
        const id = `avg_neuron_LocOnV.mean(${condition + 1},:)`;
        const [t, z] = [await times(id, 0, 2000), await values(id, 0, 2000)];
        row.forEach((expected, k) => {
          const from = [3, 5, 6, 7][k] as number;
          const within = z.filter((_, i) => (t[i] as number) > from - 1e-9 && (t[i] as number) < from + 0.5 - 1e-9);
          expect(within).toHaveLength(50);
          expect(Math.abs(mean(within) - expected), `${id} at ${from} s`).toBeLessThanOrEqual(0.0055);
        });
      }
    });

    it('has the traces that were derived from it, every fifth sample', async () => {
      const { values } = await opened('mikhael2022-ramps/darkening.mat');
      const { conditions } = JSON.parse(
        readFileSync(join(dataFolder, 'mikhael2022-ramps/derived_darkening.json'), 'utf8'),
      ) as { conditions: { mean: (number | null)[] }[] };
      for (const [k, one] of conditions.entries()) {
        const z = await values(`avg_neuron_LocOnV.mean(${k + 1},:)`, 0, 2000);
        one.mean.forEach((known, i) => {
          if (known !== null) expect(Math.abs((z[5 * i] as number) - known)).toBeLessThan(0.00051);
        });
      }
    });

    it('says which of its variables are tables of MATLAB', async () => {
      const { found } = await opened('mikhael2022-ramps/darkening.mat');
      expect(found.warnings.filter((text) => /is a MATLAB table.*table2struct/u.test(text))).toHaveLength(4);
    });

    it('proposes milliseconds for the kernel, with its reason', async () => {
      const { found } = await opened('mikhael2022-ramps/kernel_GCaMP6m_UnexpR.mat');
      expect(found.questions).toMatchObject([
        { proposed: 'ms', reason: 'dn_x would last 10.0 s in milliseconds, 2.78 h in seconds' },
      ]);
      expect(found.signals).toMatchObject([{ id: 'dn_y', samples: 1001, startSeconds: -5, endSeconds: 5 }]);
    });
  },
);

describe.skipIf(!existsSync(join(dataFolder, 'dabney2020-fig')))(
  'Dabney et al. (2020), doi:10.1038/s41586-019-1924-6',
  () => {
    const column = async (path: string, name: string): Promise<Float64Array> => {
      const { found } = await opened(path);
      return found.tables.flatMap(({ columns }) => columns).find(({ id }) => id === name)?.values as Float64Array;
    };

    it('correlates asymmetry with reversal point: r = .838 over 39 cells', async () => {
      const path = 'dabney2020-fig/neuRL_Figure5.mat';
      const { r, n } = correlation(await column(path, 'asymM'), await column(path, 'zeroCrossings'));
      expect(n).toBe(39);
      expect(r).toBeCloseTo(0.838, 3);
    });

    it('and r = .851 over 40 cells in the fit', async () => {
      const path = 'eshel-dabney-spikes/dabney_fit.mat';
      const { r, n } = correlation(await column(path, 'asymM_all'), await column(path, 'zeroCrossings_all'));
      expect(n).toBe(40);
      expect(r).toBeCloseTo(0.851, 3);
    });

    it('has arrays of three and four dimensions in the tree, in order', async () => {
      const source = fileSource(join(dataFolder, 'dabney2020-fig/Figure2b.mat'));
      const { variables } = await readMat(source.files[0] as (typeof source.files)[0]);
      const responses = variables.get('dataExpectedNorm');
      if (responses?.kind !== 'numbers') throw new Error('no numbers');
      expect(responses.dims).toEqual([40, 7, 60]);
      // Cell 1, size 1, trials 1 to 3, as scipy reads them.
      const at = (trial: number): number => responses.read(trial * 280, trial * 280 + 1)[0] as number;
      expect([at(0), at(1), at(2)].map((one) => Number(one.toFixed(2)))).toEqual([-0.53, -0.63, -0.35]);
      source.close();
    });
  },
);

describe.skipIf(!existsSync(join(dataFolder, 'jeong2022-reanalysis')))(
  'Jeong et al. (2022), doi:10.1126/science.abq6740',
  () => {
    it('has a signal with measured times', async () => {
      const { found } = await opened('jeong2022-reanalysis/Photometry.mat');
      expect(found.signals).toMatchObject([{ id: 'dff', samples: 166_606, missing: 0, proposal: { role: 'signal' } }]);
      expect(found.questions[0]?.proposed).toBe('s');
    });

    it('has a log of events that is split by its codes: 100 rewards, 2,286 licks', async () => {
      const { found } = await opened('jeong2022-reanalysis/HJ_FP_M7_Day1_eventlog.mat');
      expect(found.events.map(({ id, times }) => [id, times.length])).toEqual([
        ['eventlog = 0', 1],
        ['eventlog = 5', 2286],
        ['eventlog = 6', 2286],
        ['eventlog = 7', 100],
      ]);
      expect(found.warnings.join()).toContain('eventlog(:,2) rises and is taken as times');
    });
  },
);
