import { power } from '../core/power.ts';
import { defineArchitecture } from '../contracts/architecture.ts';
import { flag, integer, real, timeConstant } from '../contracts/parameters.ts';
import { byFactors, notSearched, towardsOne } from '../contracts/searched.ts';
import { resolution } from '../contracts/resolution.ts';
import { memoryEncoder } from './tables/memory-encoder.ts';

/**
 * Ludvig, Sutton & Kehoe 2008: a cue leaves a trace y that is 1 at its onset and decays by d per step (.985 per 50 ms,
 * .74 per second; in Jeong et al. 2022 .99 per .2 s, .95 per second);
 * microstimulus k of m sees it through a Gaussian at height k/m: x_k = y exp(-(y - k/m)² / 2σ²) / sqrt(2π). The trace
 * continues to decay through the inter-trial interval. A microstimulus below `faintest` times 1 / sqrt(2π), the largest
 * possible, is 0, a cutoff that the paper does not specify: few are left late in the interval, where most of a session's
 * steps are.
 */
export default defineArchitecture({
  id: 'microstimuli',
  version: 4,
  title: 'Microstimuli',
  summary:
    'Each cue, and the reward, leaves a decaying memory trace that is seen through overlapping receptive fields: time is known well just after the cue and ever less well later.',
  citation: { text: 'Ludvig, Sutton & Kehoe 2008, Neural Computation 20:3034', doi: '10.1162/neco.2008.11-07-654' },
  parameters: {
    ...resolution(),
    count: integer({
      default: 50,
      min: 1,
      max: 500,
      symbol: 'm',
      searched: byFactors(10, 100),
      help: 'Number of microstimuli of each cue (and of the reward)',
    }),
    decay: timeConstant({
      perSecond: 'kept',
      default: 0.86,
      min: 0,
      max: 1,
      symbol: 'd',
      searched: towardsOne(0.5, 0.98),
      help: 'Share of the memory trace that remains after one second',
    }),
    width: real({
      default: 0.08,
      min: 0.001,
      max: 10,
      symbol: 'σ',
      searched: byFactors(0.02, 0.5),
      help: 'Width of each receptive field, in units of trace height',
    }),
    rewardMicrostimuli: flag({
      default: true,
      help: 'Whether a delivered reward has microstimuli too, as in the paper',
    }),
    faintest: real({
      unit: 'of the largest',
      default: 0.002,
      min: 1e-12,
      max: 0.5,
      searched: notSearched('a numerical cut-off, not part of the theory'),
      help: 'Size below which a microstimulus is 0, relative to the largest possible',
    }),
  },
  timescale: 'step',
  lasting: true,
  create({ count, decay, width, rewardMicrostimuli, faintest }, design) {
    const titles = [...design.cues.map(({ title }) => title), ...(rewardMicrostimuli ? ['reward'] : [])];

    function fill(into: Float64Array, from: number, age: number): void {
      const height = power(decay, age);
      for (let k = 0; k < count; k++) {
        const size = sizeOf(height, (k + 1) / count, width);
        into[from + k] = size < faintest ? 0 : size / Math.sqrt(2 * Math.PI);
      }
    }

    return memoryEncoder({
      sources: titles.length,
      units: count,
      rewardSource: rewardMicrostimuli ? design.cues.length : undefined,
      contexts: design.contexts,
      lastAge: lastAge(count, decay, width, faintest),
      fill,
      key: [count, decay, width, faintest].join(),
      label: (feature) => `${titles[Math.floor(feature / count)]} microstimulus ${(feature % count) + 1}/${count}`,
    });
  },
});

/** Size of a microstimulus relative to the largest that is possible, at a height of the trace. */
function sizeOf(height: number, centre: number, width: number): number {
  const distance = height - centre;
  return height * Math.exp(-(distance * distance) / (2 * (width * width)));
}

/** Steps since its onset after which all microstimuli of a trace are below the faintest. */
function lastAge(count: number, decay: number, width: number, faintest: number): number {
  if (decay === 1) return Infinity;
  if (decay === 0) return 0;
  // No microstimulus is larger than its trace.
  let age = Math.max(0, Math.ceil(Math.log(faintest) / Math.log(decay)) + 1);
  while (age > 0 && !isSeen(power(decay, age), count, width, faintest)) age -= 1;
  return age;
}

/** Whether the largest microstimulus, whose centre is nearest, is seen. */
function isSeen(height: number, count: number, width: number, faintest: number): boolean {
  const nearest = Math.min(count, Math.max(1, Math.round(height * count)));
  return sizeOf(height, nearest / count, width) >= faintest;
}
