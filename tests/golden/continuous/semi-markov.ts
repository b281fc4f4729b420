import type { Taught } from './belief.ts';
import type { Moment } from './stream.ts';
import { zeros, type Signals } from './signals.ts';

/** For each interval, that between trials first: the probability to be in it, to have entered or left it with this step, and the latter times the steps spent in it. */
interface Believed {
  readonly within: readonly number[];
  readonly entered: readonly number[];
  readonly left: readonly number[];
  readonly steps: readonly number[];
}

/** A position in an interval: steps since it began. */
interface Place {
  readonly interval: number;
  readonly since: number;
}

interface Way {
  readonly from: number;
  readonly to: number;
  readonly chance: number;
  readonly cue: number;
  readonly reward: boolean;
}

/**
 * Daw, Courville & Touretzky 2006: a cue ends the interval between trials, with a constant hazard, and begins its own interval, which ends at its reward
 * times, with the reward or, with a probability of at least `doubt`, unobserved. ε is the probability per step of a reward at another time, of an interval that ends
 * unobserved before its time, and that a cue appears, or fails to, contrary to training. The interval between trials ends with an event, like any other,
 * or with each step, which begins the next.
 */
function intervals(
  moments: readonly Moment[],
  taught: readonly Taught[],
  hazard: number,
  lapse: number,
  doubt: number,
  restEnds: string,
): readonly Believed[] {
  const places: Place[] = [{ interval: 0, since: 0 }];
  const ways: Way[] = [
    { from: 0, to: 0, chance: 1 - hazard - lapse, cue: -1, reward: false },
    { from: 0, to: 0, chance: lapse, cue: -1, reward: true },
  ];
  taught.forEach(({ share, rewardAt }, cue) => {
    const whole = rewardAt.reduce((sum, one) => sum + one, 0);
    const unseen = Math.max(doubt, 1 - whole);
    ways.push({ from: 0, to: places.length, chance: hazard * share, cue, reward: false });
    let left = whole;
    for (let step = 1; step < rewardAt.length; step++) {
      const from = places.push({ interval: cue + 1, since: step - 1 }) - 1;
      const ends = step === rewardAt.length - 1 ? 1 : (rewardAt[step] as number) / left;
      left -= rewardAt[step] as number;
      const kept = 1 - 2 * lapse;
      ways.push({ from, to: 0, chance: kept * ends * (1 - unseen) + lapse, cue: -1, reward: true });
      ways.push({ from, to: 0, chance: kept * ends * unseen + lapse, cue: -1, reward: false });
      if (step < rewardAt.length - 1)
        ways.push({ from, to: from + 1, chance: kept * (1 - ends), cue: -1, reward: false });
    }
  });
  const odds = lapse / (1 - lapse);
  const cueOf = taught.map((_, cue) => cue);
  const count = taught.length + 1;
  let belief = zeros(places.length);
  let rested = 0;
  return moments.map(({ onsets, delivered, isNaive }) => {
    if (isNaive) {
      belief = [1, ...zeros(places.length - 1)];
      rested = 0;
    }
    const next = zeros(places.length);
    const [entered, left, steps] = [zeros(count), zeros(count), zeros(count)];
    let [total, stayed] = [0, 0];
    for (const { from, to, chance, cue, reward } of ways) {
      if (reward !== delivered) continue;
      const wrong = cueOf.filter((other) => onsets.includes(other) !== (other === cue)).length;
      const joint = (belief[from] as number) * chance * odds ** wrong;
      next[to] = (next[to] as number) + joint;
      total += joint;
      const goesOn = from === 0 ? to === 0 && !reward && restEnds === 'event' : to === from + 1;
      if (goesOn && from === 0) stayed += joint;
      if (goesOn) continue;
      const [ended, begun] = [places[from] as Place, places[to] as Place];
      const spent = from === 0 ? rested : ended.since;
      entered[begun.interval] = (entered[begun.interval] as number) + joint;
      left[ended.interval] = (left[ended.interval] as number) + joint;
      steps[ended.interval] = (steps[ended.interval] as number) + joint * (spent + 1);
    }
    // Expected time spent between trials, given that state: one step more if it stayed, 0 if it has just been entered.
    rested = (next[0] as number) > 0 ? ((rested + 1) * stayed) / (next[0] as number) : 0;
    belief = next.map((one) => one / total);
    const within = zeros(count);
    places.forEach(({ interval }, i) => (within[interval] = (within[interval] as number) + (belief[i] as number)));
    const share = (all: readonly number[]): readonly number[] => all.map((one) => one / total);
    return { within, entered: share(entered), left: share(left), steps: share(steps) };
  });
}

/**
 * If interval s has ended after d steps: δ_s = β_s (γ^(d-1) r - ρ d + γ^d V(s') - V(s)), V(s) += α δ_s, with β_s the probability of that; V(s') is the
 * mean over the intervals that may have begun. The signal is the sum of δ_s. ρ <- ρ + η (r - ρ) in every step. Value is Σ_s P(in s) V(s); with ρ, that of
 * the interval between trials is 0.
 */
export function semiMarkov(
  moments: readonly Moment[],
  taught: readonly Taught[],
  hazard: number,
  {
    lapse,
    doubt,
    restEnds,
    alpha,
    gamma,
    eta,
  }: {
    readonly lapse: number;
    readonly doubt: number;
    readonly restEnds: string;
    readonly alpha: number;
    readonly gamma: number;
    readonly eta: number;
  },
): Signals {
  const signals: Signals = { rpe: [], value: [] };
  const believed = intervals(moments, taught, hazard, lapse, doubt, restEnds);
  let v: number[] = [];
  let rho = 0;
  for (const [t, { reward, plastic, isNaive }] of moments.entries()) {
    if (isNaive) [v, rho] = [zeros(taught.length + 1), 0];
    const { within, entered, left, steps } = believed[t] as Believed;
    const zero = eta > 0 ? (v[0] as number) : 0;
    signals.value.push(within.reduce((sum, one, s) => sum + one * ((v[s] as number) - zero), 0));
    const begun = entered.reduce((sum, one) => sum + one, 0);
    const next = begun > 0 ? entered.reduce((sum, one, s) => sum + one * (v[s] as number), 0) / begun : 0;
    const errors = left.map((one, s) => {
      if (one === 0) return 0;
      const d = (steps[s] as number) / one;
      return one * (gamma ** (d - 1) * reward - rho * d + gamma ** d * next - (v[s] as number));
    });
    signals.rpe.push(errors.reduce((sum, one) => sum + one, 0));
    if (!plastic) continue;
    errors.forEach((error, s) => (v[s] = (v[s] as number) + alpha * error));
    rho += eta * (reward - rho);
  }
  return signals;
}
