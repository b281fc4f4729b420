import type { FoundUnit } from '../contracts/reader.ts';
import { checked, type Check, type QualityLine } from './quality-line.ts';

/** Refractory period, seconds. */
const refractorySeconds = 0.0015;
/** Bins of the presence ratio, seconds. */
const presenceSeconds = 60;

const refractoryCheck: Check = {
  id: 'refractory-violations',
  title: 'Refractory violations',
  unit: '',
  ofUnits: true,
  what: 'rate of spikes within 1.5 ms of the last one, relative to the rate of all: spikes of other neurons',
  atMost: 0.5,
  source: {
    text: 'measure: Hill, Mehta & Kleinfeld 2011, Journal of Neuroscience 31:8699; period and threshold: Siegle et al. 2021, Nature 592:86',
    doi: '10.1523/JNEUROSCI.0971-11.2011',
  },
};
const presenceCheck: Check = {
  id: 'presence',
  title: 'Presence ratio',
  unit: '',
  ofUnits: true,
  what: 'share of minutes with a spike: below, the neuron was lost for part of the session',
  above: 0.9,
  source: { text: 'Siegle et al. 2021, Nature 592:86', doi: '10.1038/s41586-020-03171-x' },
};

/**
 * The quality of a unit (neuron).
 * @param span first and last second of the recording; an incomplete last minute is left out
 */
export function unitQuality({ id, spikes }: FoundUnit, [from, to]: readonly [number, number]): readonly QualityLine[] {
  let violations = 0;
  for (let i = 1; i < spikes.length; i++)
    if ((spikes[i] as number) - (spikes[i - 1] as number) < refractorySeconds) violations++;
  // Violations per second of refractory time, 2 n x period, over spikes per second.
  const ratio = (violations * (to - from)) / (2 * spikes.length * spikes.length * refractorySeconds);
  return [
    {
      ...checked(refractoryCheck, id, ratio),
      detail: { violations, share: violations / (spikes.length - 1) },
    },
    checked(presenceCheck, id, presenceOf(spikes, from, to)),
  ];
}

function presenceOf(spikes: Float64Array, from: number, to: number): number {
  const bins = Math.max(1, Math.floor((to - from) / presenceSeconds));
  const present = new Set<number>();
  for (const time of spikes) {
    const bin = Math.floor((time - from) / presenceSeconds);
    if (bin >= 0 && bin < bins) present.add(bin);
  }
  return present.size / bins;
}
