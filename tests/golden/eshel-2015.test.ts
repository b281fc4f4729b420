import { describe, expect, test } from 'vitest';
import recordings from '../../src/paradigms/recorded/eshel-2015.json' with { type: 'json' };
import spikes from '../../src/recordings/spikes.ts';
import { parameters } from './parameters.ts';
import { fitLine } from '../../src/analysis/summaries.ts';
import { mean, variance } from '../core/moments.ts';
import { run } from './experiment.ts';

const { unexpected, expected, neurons, microlitres, psth } = recordings;
const line = (x: readonly number[], y: readonly number[]) =>
  fitLine(x.map((value, i) => ({ x: value, y: y[i] as number }))) ?? { slope: NaN, intercept: NaN, r: NaN };
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return mean([
    sorted[Math.floor((sorted.length - 1) / 2)] as number,
    sorted[Math.ceil((sorted.length - 1) / 2)] as number,
  ]);
};

describe('the shipped recordings agree with the spikes', () => {
  test('responses of the population, spikes/s', () => {
    expect(microlitres).toEqual([0.1, 0.3, 1.2, 2.5, 5, 10, 20]);
    [-2.83, -1.98, -1.28, 0.02, 2.27, 5.78, 9.17].forEach((hz, i) => expect(unexpected.mean[i]).toBeCloseTo(hz, 1.9));
    [-3.13, -3.2, -2.87, -2.21, -0.74, 4.1, 8.73].forEach((hz, i) => expect(expected.mean[i]).toBeCloseTo(hz, 1.9));
    expect(recordings.baselineHz).toBeCloseTo(6.36, 1.9);
  });

  test('the population is the mean of its neurons', () => {
    expect(neurons).toHaveLength(40);
    for (const kind of ['unexpected', 'expected'] as const) {
      recordings[kind].mean.forEach((hz, i) =>
        expect(mean(neurons.map((neuron) => neuron[kind][i] as number))).toBeCloseTo(hz, 2),
      );
    }
    expect(mean(neurons.map(({ baselineHz }) => baselineHz))).toBeCloseTo(recordings.baselineHz, 2);
  });

  test('expected against unexpected: slope 1.011, intercept -1.51 spikes/s, r 0.978', () => {
    const { slope, intercept, r } = line(unexpected.mean, expected.mean);
    expect(slope).toBeCloseTo(1.011, 3);
    expect(intercept).toBeCloseTo(-1.51, 2);
    expect(r).toBeCloseTo(0.978, 3);
  });

  test('a neuron’s curve and that of the others: median r 0.967, above 0.8 in 92.5 %', () => {
    const rs = neurons.map(
      (neuron, i) =>
        line(
          microlitres.map((_, size) =>
            mean(neurons.filter((_, j) => j !== i).map((other) => other.unexpected[size] as number)),
          ),
          neuron.unexpected,
        ).r,
    );
    expect(median(rs)).toBeCloseTo(0.967, 3);
    expect(rs.filter((r) => r > 0.8).length / 40).toBe(0.925);
  });

  test('effect of expectation and response, neuron by neuron: r 0.77', () => {
    const response = neurons.map((neuron) => mean(neuron.unexpected));
    expect(
      line(
        response,
        neurons.map((neuron, i) => (response[i] as number) - mean(neuron.expected)),
      ).r,
    ).toBeCloseTo(0.77, 2);
  });

  test('numbers that signatures quote: concavity 2.26, intercept and odours relative to 20 µl', () => {
    const [first, , , , five, , twenty] = unexpected.mean as [number, number, number, number, number, number, number];
    expect((five - first) / 4.9 / ((twenty - five) / 15)).toBeCloseTo(2.26, 2);
    expect(line(unexpected.mean, expected.mean).intercept / twenty).toBeCloseTo(-0.17, 2);
  });

  test('time courses contain the responses in their windows', () => {
    for (const { kind, microlitres: volume, hz } of psth.conditions.filter(({ kind }) => kind !== 'nothing-odour')) {
      const [from, to] = kind === 'expected' ? ([1.7, 2.1] as const) : ([0.2, 0.6] as const);
      const inside = hz.filter((_, i) => Math.abs(psth.firstSeconds + i * psth.stepSeconds - (from + to) / 2) < 0.2);
      const hzExpected = recordings[kind as 'expected' | 'unexpected'].mean[microlitres.indexOf(volume)] as number;
      // Here trials are pooled; there neurons are averaged.
      expect(Math.abs(mean(inside) - hzExpected)).toBeLessThan(0.7);
    }
  });
});

describe('defaults are fits to the recordings', () => {
  const trials = (kind: string): readonly number[] =>
    psth.conditions.filter((one) => one.kind === kind).map((one) => one.trials);
  const share = microlitres.map(
    (_, i) =>
      ((trials('unexpected')[i] as number) + (trials('expected')[i] as number)) /
      (sum(trials('unexpected')) + sum(trials('expected'))),
  );
  const utility = (n: number, sigma: number): number[] => microlitres.map((volume) => 1 / (1 + (sigma / volume) ** n));

  /** Weighted squared error of gain x f + offset, at its best gain and offset. */
  function misfit(f: readonly number[]): number {
    const weights = unexpected.sem.map((sem) => 1 / sem ** 2);
    const average = (values: readonly number[]): number =>
      sum(values.map((value, i) => value * (weights[i] as number))) / sum(weights);
    const [mf, my] = [average(f), average(unexpected.mean)];
    const gain =
      average(f.map((value, i) => (value - mf) * ((unexpected.mean[i] as number) - my))) /
      average(f.map((value) => (value - mf) ** 2));
    return sum(
      f.map((value, i) => (weights[i] as number) * ((unexpected.mean[i] as number) - my - gain * (value - mf)) ** 2),
    );
  }

  test('trials of each type and size', () => {
    expect([sum(trials('unexpected')), sum(trials('expected')), sum(trials('nothing-odour'))]).toEqual([
      4327, 4550, 2259,
    ]);
    [0.066, 0.091, 0.148, 0.155, 0.312, 0.151, 0.077].forEach((frequency, i) =>
      expect(share[i]).toBeCloseTo(frequency, 2.9),
    );
  });

  test('the utility: exponent 1, σ 15 µl fit well, and no σ does as well with exponent 0.5', () => {
    const { exponent, halfSaturationMicrolitres } = parameters('eshel-2015');
    const chosen = misfit(utility(exponent as number, halfSaturationMicrolitres as number));
    // Chi-squared: seven points less gain, offset, exponent and σ leave three degrees of freedom.
    expect(chosen).toBeLessThan(3);
    for (let sigma = 0.5; sigma < 1e6; sigma *= 1.5) expect(misfit(utility(0.5, sigma))).toBeGreaterThan(2 * chosen);
  });

  test('the gain: least squares of both curves, with the prediction the mean utility', () => {
    const f = utility(1, 15);
    const predicted = sum(f.map((value, i) => value * (share[i] as number)));
    const x = [...f, ...f.map((value) => value - predicted)];
    const y = [...unexpected.mean, ...expected.mean];
    const w = [...unexpected.sem, ...expected.sem].map((sem) => 1 / sem ** 2);
    const inWindow =
      sum(x.map((value, i) => value * (y[i] as number) * (w[i] as number))) /
      sum(x.map((value, i) => value ** 2 * (w[i] as number)));
    const { decaySeconds, gainPositive } = spikes.parameters;
    const share400 = (decaySeconds.default / 0.4) * (1 - Math.exp(-0.4 / decaySeconds.default));
    expect(inWindow / share400).toBeCloseTo(gainPositive.default, -0.3);
  });

  test('the spread of baselines and gains', () => {
    const logSd = (values: readonly number[]): number => Math.sqrt(variance(values.map(Math.log)));
    expect(logSd(neurons.map(({ baselineHz }) => baselineHz))).toBeCloseTo(spikes.parameters.baselineSpread.default, 2);
    expect(logSd(neurons.map((neuron) => line(unexpected.mean, neuron.unexpected).slope))).toBeCloseTo(
      spikes.parameters.gainSpread.default,
      2,
    );
  });

  test('the decay of a response', () => {
    const [largest, smallest] = [
      psth.conditions.find((one) => one.kind === 'unexpected' && one.microlitres === 20),
      psth.conditions.find((one) => one.kind === 'unexpected' && one.microlitres === 0.1),
    ];
    const points = (largest?.hz ?? [])
      .map((hz, i) => ({ t: psth.firstSeconds + i * psth.stepSeconds, y: hz - (smallest?.hz[i] as number) }))
      .filter(({ t }) => t > 0.24 && t < 1.2);
    const errorOf = (tau: number): number => {
      const shape = points.map(({ t }) => Math.exp(-(t - 0.2) / tau));
      const gain = sum(points.map(({ y }, i) => y * (shape[i] as number))) / sum(shape.map((value) => value ** 2));
      return sum(points.map(({ y }, i) => (y - gain * (shape[i] as number)) ** 2));
    };
    const taus = Array.from({ length: 100 }, (_, i) => 0.05 + i * 0.005);
    const best = taus.reduce((a, b) => (errorOf(b) < errorOf(a) ? b : a));
    expect(Math.abs(best - spikes.parameters.decaySeconds.default)).toBeLessThan(0.017);
  });
});

describe('the model compared with the recordings', () => {
  const { result } = run({ world: 'eshel-2015' });

  test('shows all reported signatures', () => expect(result.signatures.filter(({ pass }) => !pass)).toEqual([]));

  test('fires like the recorded population', () => {
    const at20 = (kind: string): number =>
      result.summaries
        .find(({ id }) => id === 'size')
        ?.series.find(({ id }) => id === kind)
        ?.points.at(-1)?.y ?? NaN;
    expect(Math.abs(at20('unexpected') - 9.17)).toBeLessThan(3);
    expect(result.conditions['unexpected-5ul']?.rate.mean.slice(0, 10).every((hz) => Math.abs(hz - 6.4) < 2)).toBe(
      true,
    );
  });

  test('subtracts the mean utility: without spikes, floor or noise the line has slope 1 and intercept -V', () => {
    const noiseless = run({
      world: { id: 'eshel-2015', parameters: { trainingTrials: 2000, recordingTrials: 4000 } },
      recording: 'identity',
    });
    const fit = noiseless.result.summaries.find(({ id }) => id === 'subtraction')?.series[0]?.fit;
    expect(fit?.slope).toBeCloseTo(1, 1.3);
    // Mean utility of an expected reward, over the four steps of the window.
    const utility = microlitres.map((volume) => volume / (volume + 15));
    const mean = utility.reduce(
      (total, value, i) => total + value * ([0.066, 0.091, 0.148, 0.155, 0.312, 0.151, 0.077][i] as number),
      0,
    );
    expect(fit?.intercept).toBeCloseTo(-mean / 4, 2);
  });
});
