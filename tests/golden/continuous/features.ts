import type { Moment } from './stream.ts';

/** x(t), one list per step, contexts last. */
export type Features = readonly (readonly number[])[];

interface Sizes {
  readonly cues: number;
  readonly contexts: number;
}

const empty = (size: number): number[] => Array.from({ length: size }, () => 0);

function withContext(x: number[], { context }: Moment, contexts: number): readonly number[] {
  for (let i = 0; i < contexts; i++) x.push(i === context ? 1 : 0);
  return x;
}

/** One unit per cue, 1 while it is on (Sutton & Barto 1990). */
export function presence(moments: readonly Moment[], { cues, contexts }: Sizes): Features {
  return moments.map((moment) => {
    const x = empty(cues);
    for (const cue of moment.on) x[cue] = 1;
    return withContext(x, moment, contexts);
  });
}

/**
 * One delay line per cue: unit k is 1 in the k-th step since the onset of the cue (Montague, Dayan & Sejnowski 1996).
 * @param length number of steps of a line
 * @param endsWithTrial true: the end of a trial ends all lines; false: they continue until the next onset of the same cue
 */
export function serialCompound(
  moments: readonly Moment[],
  { cues, contexts }: Sizes,
  length: number,
  endsWithTrial: boolean,
  resetAtReward: boolean,
): Features {
  let running: { readonly cue: number; readonly since: number }[] = [];
  return moments.map((moment) => {
    running = running
      .map(({ cue, since }) => ({ cue, since: since + 1 }))
      .filter(({ cue, since }) => since < length && (endsWithTrial || !moment.onsets.includes(cue)));
    if (moment.isNaive || (resetAtReward && moment.delivered)) running = [];
    for (const cue of moment.onsets) running.push({ cue, since: 0 });
    const x = empty(cues * length);
    for (const { cue, since } of running) x[cue * length + since] = 1;
    if (endsWithTrial && moment.isLastOfTrial) running = [];
    return withContext(x, moment, contexts);
  });
}

/**
 * One trace y per source (each cue, and reward), 1 at its onset, multiplied by d in each step; microstimulus k of m is y exp(-(y - k/m)² / 2σ²) / √2π
 * (Ludvig, Sutton & Kehoe 2008), or 0 if it is below `faintest` times 1 / √2π.
 */
export function microstimuli(
  moments: readonly Moment[],
  { cues, contexts }: Sizes,
  {
    count,
    decay,
    width,
    faintest,
    hasReward,
  }: {
    readonly count: number;
    readonly decay: number;
    readonly width: number;
    readonly faintest: number;
    readonly hasReward: boolean;
  },
): Features {
  const sources = cues + (hasReward ? 1 : 0);
  const age: (number | undefined)[] = [];
  return moments.map((moment) => {
    for (let source = 0; source < sources; source++) {
      const steps = age[source];
      if (steps !== undefined) age[source] = steps + 1;
      if (moment.isNaive) age[source] = undefined;
      if (source < cues ? moment.onsets.includes(source) : moment.delivered) age[source] = 0;
    }
    const x = empty(sources * count);
    for (let source = 0; source < sources; source++) {
      const steps = age[source];
      const y = steps === undefined ? 0 : decay ** steps;
      for (let k = 1; k <= count; k++) {
        const size = y * Math.exp(-((y - k / count) ** 2) / (2 * width ** 2));
        if (size >= faintest) x[source * count + k - 1] = size / Math.sqrt(2 * Math.PI);
      }
    }
    return withContext(x, moment, contexts);
  });
}
