import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';

/**
 * An ordered stretch of experience: a track, or the time after a cue. Positions are steps at the pace of the first
 * traversal.
 */
interface Line {
  /** Its landmarks, in order. */
  readonly cues: readonly number[];
  /** The latest position at which a reward has come; Infinity where none has. */
  readonly rewardAt: number;
}

/** Information given by a cue: its line and position, and the distance to the next landmark on the line. */
export interface Landmark {
  readonly line: number;
  readonly position: number;
  /** Number of positions over which it is visible. */
  readonly length: number;
  /** The next landmark on its line; Infinity after the last. */
  readonly nextPosition: number;
}

/** The order of cues learned so far. */
export interface Order {
  readonly lines: readonly Line[];
  /** One per cue of the design; absent for cues that have not occurred. */
  readonly ofCue: readonly (Landmark | undefined)[];
  /**
   * Places cues that have not occurred before on a line: on the line of the last landmark, if no reward has come since;
   * otherwise, or if the cue comes on together with another, at the start of a new line. The placement of a cue does
   * not depend on later ones.
   * @param positions for each line
   * @returns whether there were any
   */
  meet(trial: Pick<Trial, 'cues' | 'outcomes'>, positions: number): boolean;
  /** @returns whether that was later than any before */
  reward(line: number, position: number): boolean;
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

export function orderOfCues({ cues: { length: cues } }: Pick<Design, 'cues'>): Order {
  const lines: Line[] = [];
  const ofCue: (Landmark | undefined)[] = Array.from({ length: cues });

  /** @param landmarks positions of the cues of the series */
  function put(
    line: number,
    landmarks: readonly Pick<Landmark, 'position' | 'length'>[],
    series: readonly number[],
    rewardAt: number,
  ): void {
    lines[line] = { cues: series, rewardAt };
    series.forEach((cue, i) => {
      const { position, length } = landmarks[i] as Pick<Landmark, 'position' | 'length'>;
      ofCue[cue] = { position, length, line, nextPosition: landmarks[i + 1]?.position ?? Infinity };
    });
  }

  function insert(line: number, cue: number, position: number, length: number): void {
    const { cues: known, rewardAt } = lines[line] ?? { cues: [], rewardAt: Infinity };
    const placed = [
      ...known.map((other) => ({ cue: other, ...(ofCue[other] as Landmark) })),
      { cue, position, length },
    ].sort((one, other) => one.position - other.position);
    put(
      line,
      placed.map((one) => ({ position: one.position, length: one.length })),
      placed.map((one) => one.cue),
      rewardAt,
    );
  }

  return {
    lines,
    ofCue,
    meet({ cues: shown, outcomes }, positions) {
      let isNew = false;
      let last: { readonly line: number; readonly position: number; readonly onset: number } | undefined;
      for (const { cue, onset, steps } of [...shown].sort((a, b) => a.onset - b.onset || a.cue - b.cue)) {
        const together = last?.onset === onset;
        if (ofCue[cue] === undefined) {
          isNew = true;
          const since = last;
          const isOver =
            since === undefined ||
            together ||
            outcomes.some(({ step, delivered }) => delivered && step > since.onset && step <= onset) ||
            since.position + onset - since.onset >= positions;
          insert(
            isOver ? lines.length : since.line,
            cue,
            isOver ? 0 : since.position + onset - since.onset,
            Math.max(1, steps),
          );
        }
        if (!together) last = { ...(ofCue[cue] as Landmark), onset };
      }
      return isNew;
    },
    reward(line, position) {
      const { cues: series, rewardAt } = lines[line] as Line;
      if (rewardAt !== Infinity && rewardAt >= position) return false;
      lines[line] = { cues: series, rewardAt: position };
      return true;
    },
    // -1 means no reward so far.
    state: () =>
      lines.flatMap(({ cues: series, rewardAt }) => [
        series.length,
        rewardAt === Infinity ? -1 : rewardAt,
        ...series.flatMap((cue) => [cue, ofCue[cue]?.position ?? 0, ofCue[cue]?.length ?? 0]),
      ]),
    restore(state) {
      lines.length = 0;
      ofCue.fill(undefined);
      for (let at = 0; at < state.length;) {
        const [count, rewardAt] = [state[at] as number, state[at + 1] as number];
        const series = Array.from(
          { length: count },
          (_, i) => state.slice(at + 2 + 3 * i, at + 5 + 3 * i) as [number, number, number],
        );
        put(
          lines.length,
          series.map(([, position, length]) => ({ position, length })),
          series.map(([cue]) => cue),
          rewardAt < 0 ? Infinity : rewardAt,
        );
        at += 2 + 3 * count;
      }
    },
  };
}
