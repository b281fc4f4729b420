import type { Moment } from './stream.ts';
import { zeros } from './signals.ts';

export interface AnccrValues {
  readonly learningRate: number;
  readonly rewardLearningRate: number;
  readonly baselineRatio: number;
  readonly retrospectiveShare: number;
  readonly threshold: number;
  readonly timeConstantSeconds: number;
  readonly minimumRate: number;
  readonly samplingSeconds: number;
  readonly outcomeMeaning: number;
}

/**
 * Jeong et al. 2022. At each event j all traces decay, E <- E e^(-Δt/T), and so does recency Δ; E_j += 1, Δ_j = 1. If j is meaningful, M_ij += α (E_i - M_ij).
 * At regular intervals, M_i += k α (E_i - M_i). PRC_ij = M_ij - M_i; SRC_ij = PRC_ij M_j / M_i if i is frequent enough; NC = w SRC + (1 - w) PRC.
 * NC is 0 for an event before its first learning. ANCCR_ij = NC_ij R_ij - Σ_k ANCCR_kj Δ_k over k with NC_ki > θ, row by row, starting with row j at 0.
 * DA_j = Σ_i ANCCR_ji over meaningful i. j becomes meaningful if DA_j + β_j > θ. DA_j >= 0: R_ij += α_r (r_j - R_ij); else R_ij decreases by the share
 * α_r (Δ_i / n_i) / Σ, over i with NC_ij > θ.
 * While learning is off, M, R and the meaningful events do not change, and traces continue.
 * Cues are the first events, reward is the last; simultaneous events are in the order of the trial, reward last. Only RPE is a part of the model.
 */
export function anccr(
  moments: readonly Moment[],
  { cues, stepSeconds }: { readonly cues: number; readonly stepSeconds: number },
  values: AnccrValues,
): number[] {
  const {
    learningRate,
    rewardLearningRate,
    baselineRatio,
    retrospectiveShare,
    threshold,
    timeConstantSeconds,
    minimumRate,
    samplingSeconds,
    outcomeMeaning,
  } = values;
  const size = cues + 1;
  const reward = cues;
  const square = (): number[][] => Array.from({ length: size }, () => zeros(size));
  const get = (matrix: readonly (readonly number[])[], i: number, j: number): number => matrix[i]?.[j] as number;
  const rpe: number[] = [];
  let [traces, recency, base, count] = [zeros(size), zeros(size), zeros(size), zeros(size)];
  let [m, r, a] = [square(), square(), square()];
  let meaningful: boolean[] = [];
  let [start, samples, lastTime] = [0, 0, 0];
  let wasPlastic = true;

  /** All samples before this time, except one at the time itself, which is taken after the events at that time. */
  function sampleUntil(time: number, plastic: boolean): void {
    for (; (samples + 1) * samplingSeconds < time - 1e-9; samples++) {
      const fade = Math.exp(-((samples + 1) * samplingSeconds - lastTime) / timeConstantSeconds);
      if (plastic)
        for (let i = 0; i < size; i++)
          base[i] =
            (base[i] as number) + baselineRatio * learningRate * ((traces[i] as number) * fade - (base[i] as number));
    }
  }

  function happen(j: number, time: number, magnitude: number, plastic: boolean): number {
    const fade = Math.exp(-(time - lastTime) / timeConstantSeconds);
    for (let i = 0; i < size; i++) {
      traces[i] = (traces[i] as number) * fade;
      recency[i] = (recency[i] as number) * fade;
    }
    lastTime = time;
    traces[j] = (traces[j] as number) + 1;
    recency[j] = 1;
    if (plastic) count[j] = (count[j] as number) + 1;
    if (plastic && meaningful[j])
      for (let i = 0; i < size; i++)
        (m[i] as number[])[j] = get(m, i, j) + learningRate * ((traces[i] as number) - get(m, i, j));
    const known = get(r, j, j);
    (r[j] as number[])[j] = magnitude;
    const net = square();
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < size; k++) {
        const isKnown = (count[i] as number) > 0 && (count[k] as number) > 0;
        const predecessor = isKnown ? get(m, i, k) - (base[i] as number) : 0;
        const isFrequent = (base[i] as number) / timeConstantSeconds > minimumRate;
        const successor = isFrequent ? (predecessor * (base[k] as number)) / (base[i] as number) : 0;
        (net[i] as number[])[k] = retrospectiveShare * successor + (1 - retrospectiveShare) * predecessor;
      }
    }
    const causes = (k: number, of: number): boolean => k !== of && get(net, k, of) > threshold;
    a[j] = zeros(size);
    for (let i = 0; i < size; i++) {
      const row = zeros(size);
      for (let k = 0; k < size; k++) {
        let explained = 0;
        for (let cause = 0; cause < size; cause++)
          if (causes(cause, i)) explained += get(a, cause, k) * (recency[cause] as number);
        row[k] = get(net, i, k) * get(r, i, k) - explained;
      }
      a[i] = row;
    }
    let dopamine = 0;
    for (let i = 0; i < size; i++) if (meaningful[i]) dopamine += get(a, j, i);
    if (!plastic) {
      (r[j] as number[])[j] = known;
      return dopamine;
    }
    if (dopamine >= 0) {
      for (let i = 0; i < size; i++)
        (r[i] as number[])[j] = get(r, i, j) + rewardLearningRate * (magnitude - get(r, i, j));
    } else {
      const shares = recency.map((one, i) => (causes(i, j) ? one / Math.max(1, count[i] as number) : 0));
      const total = shares.reduce((sum, one) => sum + one, 0);
      if (total > 0)
        for (let i = 0; i < size; i++)
          (r[i] as number[])[j] = get(r, i, j) * (1 - (rewardLearningRate * (shares[i] as number)) / total);
    }
    if (dopamine + (j === reward ? outcomeMeaning : 0) > threshold) meaningful[j] = true;
    return dopamine;
  }

  for (const [t, { onsets, reward: magnitude, delivered, plastic, isNaive }] of moments.entries()) {
    if (isNaive) {
      [traces, recency, base, count] = [zeros(size), zeros(size), zeros(size), zeros(size)];
      [m, r, a] = [square(), square(), square()];
      meaningful = Array.from({ length: size }, (_, i) => i === reward && outcomeMeaning > threshold);
      [start, samples, lastTime] = [t, 0, 0];
    }
    const time = (t - start) * stepSeconds;
    sampleUntil(time, wasPlastic);
    wasPlastic = plastic;
    let shown = 0;
    for (const cue of onsets) shown += happen(cue, time, 0, plastic);
    if (delivered) shown += happen(reward, time, magnitude, plastic);
    rpe.push(shown);
  }
  return rpe;
}
