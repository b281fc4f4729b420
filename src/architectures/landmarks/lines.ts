import type { Design } from '../../contracts/design.ts';
import type { StepCue } from '../../contracts/trial.ts';

/** A stretch of experience that has an order: a track, or the time after a cue. Positions are steps at the pace of the first time. */
export interface Line {
  /** Its landmarks, in order. */
  readonly cues: readonly number[];
  /** The latest position at which a reward has come; Infinity where none has. */
  readonly rewardAt: number;
}

/** What the sight of a cue tells: where on which line it stands, and how far the next landmark on the line is. */
export interface Landmark {
  readonly line: number;
  readonly position: number;
  /** How many positions it is seen for. */
  readonly length: number;
  /** The landmark that comes next on its line; Infinity after the last. */
  readonly nextPosition: number;
}

/** What has been learned so far of the order of cues. */
export interface Order {
  readonly lines: readonly Line[];
  /** One a cue of the design; absent for cues that have not been met. */
  readonly ofCue: readonly (Landmark | undefined)[];
  /**
   * Cues of a trial that have not been met before: those that come one after another stand on one line; cues that come on together stand on lines
   * of their own. What it makes of a cue does not depend on later ones.
   * @returns whether there were any
   */
  meet(cues: readonly StepCue[]): boolean;
  /** @returns whether that was later than any before */
  reward(line: number, position: number): boolean;
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

export function orderOfCues({ cues: { length: cues } }: Pick<Design, 'cues'>): Order {
  const lines: Line[] = [];
  const ofCue: (Landmark | undefined)[] = Array.from({ length: cues });

  /** @param series cues, positions and lengths */
  function put(series: readonly Onset[], rewardAt: number): void {
    const line = lines.push({ cues: series.map(({ cue }) => cue), rewardAt }) - 1;
    series.forEach(({ cue, position, length }, i) => {
      ofCue[cue] = { line, position, length, nextPosition: series[i + 1]?.position ?? Infinity };
    });
  }

  return {
    lines,
    ofCue,
    meet(shown) {
      const fresh = shown.filter(({ cue }) => ofCue[cue] === undefined).sort((a, b) => a.onset - b.onset || a.cue - b.cue);
      for (const series of inSeries(fresh)) put(series, Infinity);
      return fresh.length > 0;
    },
    reward(line, position) {
      const { cues: series, rewardAt } = lines[line] as Line;
      if (rewardAt !== Infinity && rewardAt >= position) return false;
      lines[line] = { cues: series, rewardAt: position };
      return true;
    },
    // -1 stands for no reward so far.
    state: () => lines.flatMap(({ cues: series, rewardAt }) => [series.length, rewardAt === Infinity ? -1 : rewardAt, ...series.flatMap((cue) => [cue, ofCue[cue]?.position ?? 0, ofCue[cue]?.length ?? 0])]),
    restore(state) {
      lines.length = 0;
      ofCue.fill(undefined);
      for (let at = 0; at < state.length; ) {
        const [count, rewardAt] = [state[at] as number, state[at + 1] as number];
        const series = Array.from({ length: count }, (_, i) => state.slice(at + 2 + 3 * i, at + 5 + 3 * i) as [number, number, number]);
        put(series.map(([cue, position, length]) => ({ cue, position, length })), rewardAt < 0 ? Infinity : rewardAt);
        at += 2 + 3 * count;
      }
    },
  };
}

interface Onset {
  readonly cue: number;
  readonly position: number;
  readonly length: number;
}

/** Each onset in the first series that is over by then, counted from the first of its series; a cue that is shown twice counts once. */
function inSeries(all: readonly StepCue[]): readonly (readonly Onset[])[] {
  const series: StepCue[][] = [];
  const known = new Set<number>();
  for (const shown of all) {
    if (known.has(shown.cue)) continue;
    known.add(shown.cue);
    const free = series.find((one) => (one.at(-1) as StepCue).onset < shown.onset);
    if (free === undefined) series.push([shown]);
    else free.push(shown);
  }
  return series.map((one) => one.map(({ cue, onset, steps }) => ({ cue, position: onset - (one[0] as StepCue).onset, length: Math.max(1, steps) })));
}
