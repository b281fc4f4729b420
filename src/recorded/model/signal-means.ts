/** A signal that is constant within each of its steps, from time 0 on. */
interface SteppedSignal {
  readonly stepSeconds: number;
  readonly values: Float64Array;
}

/** The exact mean of a stepped signal between two times, seconds; 0 before time 0, NaN if its end comes before theirs. */
export function signalMeans({ stepSeconds, values }: SteppedSignal): (from: number, to: number) => number {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, i) => void (sums[i + 1] = (sums[i] as number) + value));
  /** The integral up to a time, in steps. */
  const until = (steps: number): number => {
    if (steps <= 0) return 0;
    const whole = Math.min(values.length, Math.floor(steps));
    if (steps > values.length + rounding) return Number.NaN;
    return (sums[whole] as number) + Math.max(0, steps - whole) * (values[whole] ?? 0);
  };
  return (from, to) => (until(to / stepSeconds) - until(from / stepSeconds)) / ((to - from) / stepSeconds);
}

/** Of times that are a whole number of steps. */
const rounding = 1e-6;
