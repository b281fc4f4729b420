import type { GridDesign, Interval, TrialType } from '../../contracts/design.ts';

/** A stretch of experience that has an order: a track, or the time after a cue. Positions are steps at the pace of training. */
export interface Line {
  readonly title: string;
  readonly positions: number;
  /** Position at which reward comes at the latest; Infinity where none does. */
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

export interface Landmarks {
  readonly lines: readonly Line[];
  /** One a cue of the design; absent for cues that no teaching phase shows. */
  readonly ofCue: readonly (Landmark | undefined)[];
}

/**
 * What can be learned of the order of cues from the phases that teach. Cues that a trial type shows one after another, and that no type
 * before it has shown, stand on one line; cues that come on together stand on lines of their own.
 */
export function landmarksOf(design: GridDesign): Landmarks {
  const lines: Line[] = [];
  const ofCue: (Landmark | undefined)[] = design.cues.map(() => undefined);
  for (const type of taughtTypes(design)) {
    const fresh = onsets(type, design).filter(({ cue }) => ofCue[cue] === undefined);
    for (const series of inSeries(fresh)) {
      const line = lines.push({ title: titleOf(series, design), positions: windowSteps(design), rewardAt: rewardStep(type, design) }) - 1;
      series.forEach(({ cue, position, length }, i) => {
        ofCue[cue] = { line, position, length, nextPosition: series[i + 1]?.position ?? Infinity };
      });
    }
  }
  return { lines, ofCue };
}

interface Onset {
  readonly cue: number;
  readonly position: number;
  readonly length: number;
}

const stepsOf = (seconds: number, { stepSeconds }: GridDesign): number => Math.round(seconds / stepSeconds);
const windowSteps = (design: GridDesign): number => stepsOf(design.trialSeconds, design);

function taughtTypes({ phases, trialTypes }: GridDesign): readonly TrialType[] {
  const ids = new Set(phases.filter(({ plastic, trials }) => plastic && trials > 0).flatMap(({ mixture }) => Object.keys(mixture)));
  return [...ids].map((id) => trialTypes[id] as TrialType);
}

const onsets = ({ cues }: TrialType, design: GridDesign): readonly Onset[] =>
  cues
    .map(({ cue, onsetSeconds, durationSeconds }) => ({
      cue: design.cues.findIndex(({ id }) => id === cue),
      position: stepsOf(onsetSeconds, design),
      length: Math.max(1, stepsOf(durationSeconds, design)),
    }))
    .sort((a, b) => a.position - b.position || a.cue - b.cue);

/** Each onset in the first series that is over by then; a cue that is shown twice counts once. */
function inSeries(all: readonly Onset[]): readonly (readonly Onset[])[] {
  const series: Onset[][] = [];
  const known = new Set<number>();
  for (const onset of all) {
    if (known.has(onset.cue)) continue;
    known.add(onset.cue);
    const free = series.find((one) => (one.at(-1) as Onset).position < onset.position);
    if (free === undefined) series.push([onset]);
    else free.push(onset);
  }
  return series;
}

const titleOf = (series: readonly Onset[], { cues }: GridDesign): string => {
  const [first, last] = [series[0], series.at(-1)].map((onset) => cues[onset?.cue ?? -1]?.title);
  return series.length === 1 ? `${first}` : `${first} to ${last}`;
};

const latest = (time: Interval): number => (time.kind === 'fixed' ? time.seconds : time.kind === 'grid' ? Math.max(...time.seconds) : time.maxSeconds);

const rewardStep = ({ rewards: [first] }: TrialType, design: GridDesign): number => (first === undefined || first.probability === 0 ? Infinity : stepsOf(latest(first.time), design));
