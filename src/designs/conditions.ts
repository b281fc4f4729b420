import type { Condition, Evidence, Summary, SummaryPoint, TrialEvidence } from '../contracts/paradigm.ts';
import { isRestText, phaseTitle, type Design, type Phase, type TrialType } from '../contracts/design.ts';
import { choiceSummaries } from './choice-curves.ts';
import { earliestSeconds } from '../contracts/interval-faults.ts';

/** Maximum number of curves that can be distinguished in one figure. */
const maxShown = 6;
/** Start of the window before the first cue. */
const beforeSeconds = 1;
/** Maximum number of points of a learning curve; each is the mean of a block of trials. */
const maxPoints = 25;
/** Of a long session not all trials are in memory. */
const trialsAtOnce = 1000;

/** One trial type in one phase; in a recorded session, its trials with reward and those in which it was omitted. */
interface Cell {
  readonly id: string;
  readonly phase: Phase;
  readonly type: string;
  readonly isProbe: boolean;
  readonly outcome?: Condition['outcome'];
}

function cellsOf({ phases }: Design): readonly Cell[] {
  return phases.flatMap((phase) =>
    kindsIn(phase).flatMap((type) =>
      outcomesOf(phase, type).map((outcome) => ({
        id: `${phase.id}/${type}${outcome === undefined ? '' : `/${outcome}`}`,
        phase,
        type,
        isProbe: !phase.plastic || phase.probes?.includes(type) === true,
        ...(outcome === undefined ? {} : { outcome }),
      })),
    ),
  );
}

/** Both, if a recorded session has trials of a type with and without the first reward; otherwise all trials are one condition. */
function outcomesOf({ recorded = [] }: Phase, type: string): readonly Condition['outcome'][] {
  const delivered = new Set(
    recorded.flatMap((trial) => {
      const [first] = trial.rewards;
      return trial.type !== type || first === undefined ? [] : [first.omitted === undefined];
    }),
  );
  return delivered.size < 2 ? [undefined] : ['delivered', 'omitted'];
}

const outcomeWords = { delivered: ', rewarded', omitted: ', reward omitted' } as const;

/** The trial types of a phase; a rest has none. */
const kindsIn = ({ mixture }: Phase): readonly string[] => Object.keys(mixture).filter((type) => !isRestText(type));

/** A condition for each trial type in each phase, aligned on the first cue. */
export function conditionsOf(design: Design): Readonly<Record<string, Condition>> {
  return Object.fromEntries(
    cellsOf(design).map(({ id, phase, type, outcome }) => {
      const shown = design.trialTypes[type] as TrialType;
      const onset = firstCueSeconds(shown);
      const window = [-beforeSeconds - onset, design.trialSeconds - onset] as const;
      const condition: Condition = {
        title: `${phaseTitle(design, phase)}: ${shown.title}${outcome === undefined ? '' : outcomeWords[outcome]}`,
        types: [type],
        phase: phase.id,
        ...(outcome === undefined ? {} : { outcome }),
        align: 'cue',
        window,
      };
      return [id, condition];
    }),
  );
}

/** From time zero; above 0 only if a reward comes before the first cue. */
const firstCueSeconds = ({ cues }: TrialType): number =>
  cues.length === 0 ? 0 : Math.min(...cues.map(({ onsetSeconds }) => onsetSeconds));

/** The probes; without probes, the last phase of each group. At most six. */
export function shownOf(design: Design): readonly string[] {
  const cells = cellsOf(design);
  const probes = cells.filter(({ isProbe }) => isProbe);
  const last = cells.filter(({ phase }) => design.phases.findLast(({ group }) => group === phase.group) === phase);
  return (probes.length > 0 ? probes : last).slice(0, maxShown).map(({ id }) => id);
}

/**
 * Learning curves of each group: over its trials, the value that each kind of trial has while its cues are on, and the
 * conditioned responding that follows from it. The value of a compound is that of all its cues together. If there are
 * choices: what is chosen, and the value at the first choice.
 */
export function summariesOf(design: Design): readonly Summary[] {
  const groups = [...new Set(design.phases.map(({ group }) => group))];
  if (design.states !== undefined)
    return [
      ...choiceSummaries(design, conditionsOf(design)),
      ...groups.map((group, i) =>
        curve(design, group, {
          id: `value-${i + 1}`,
          what: 'value',
          y: 'value at the first choice (reward units)',
          read: (trial, until) => trial.mean('value', 0, until),
        }),
      ),
    ];
  return groups.flatMap((group, i) => [
    curve(design, group, {
      id: `value-${i + 1}`,
      what: 'value',
      y: 'value, cues on (reward units)',
      read: (trial, until) => trial.mean('value', 0, until),
    }),
    curve(design, group, {
      id: `response-${i + 1}`,
      what: 'conditioned responding',
      y: 'response, cues on (reward units)',
      read: (trial, until) => trial.response(0, until),
    }),
  ]);
}

interface Curve {
  readonly id: string;
  readonly what: string;
  readonly y: string;
  readonly read: (trial: TrialEvidence, untilSeconds: number) => number;
}

function curve(design: Design, group: string | undefined, { id, what, y, read }: Curve): Summary {
  const cells = cellsOf(design).filter(({ phase }) => phase.group === group);
  const first = firstTrial(design, group);
  const types = [...new Set(cells.map(({ type }) => type))];
  return {
    id,
    title: group === undefined ? `Learning: ${what}` : `${group}: ${what}`,
    x: 'trial',
    y,
    series: types.map((type) => {
      const mine = cells.filter((cell) => cell.type === type);
      return {
        id: type,
        title: design.trialTypes[type]?.title ?? type,
        measure: (e) => {
          const until = untilSeconds(design.trialTypes[type] as TrialType, e.design.stepSeconds);
          const all = mine.flatMap((cell) => points(e, cell.id, first, (trial) => read(trial, until)));
          // Trials with and without reward alternate.
          return all.sort((one, other) => one.x - other.x);
        },
      };
    }),
  };
}

/** Trials before the group's first one in the session. */
function firstTrial({ phases }: Design, group: string | undefined): number {
  const before = phases.slice(
    0,
    phases.findIndex((phase) => phase.group === group),
  );
  return before.reduce((sum, { trials }) => sum + trials, 0);
}

/** From the first cue until the first reward after its onset may come or, without one, until the last cue ends; at least one step. */
function untilSeconds(type: TrialType, stepSeconds: number): number {
  const onset = firstCueSeconds(type);
  const end =
    Math.max(0, ...type.cues.map(({ onsetSeconds, durationSeconds }) => onsetSeconds + durationSeconds)) - onset;
  const rewards = type.rewards.map(({ time }) => earliestSeconds(time) - onset).filter((seconds) => seconds >= 0);
  return Math.max(
    stepSeconds,
    Math.min(...rewards, end === 0 ? Infinity : end, rewards.length === 0 && end === 0 ? stepSeconds : Infinity),
  );
}

/** Means over blocks of a condition's trials, at the middle trial of each block, counted from the group's first. */
function points(
  e: Evidence,
  condition: string,
  first: number,
  read: (trial: TrialEvidence) => number,
): readonly SummaryPoint[] {
  const length = e.averages[condition]?.n ?? 0;
  const size = Math.ceil(length / maxPoints);
  return Array.from({ length: size === 0 ? 0 : Math.ceil(length / size) }, (_, block) => {
    const end = Math.min(length, (block + 1) * size);
    const sum = { x: 0, y: 0 };
    for (let from = block * size; from < end; from += trialsAtOnce)
      for (const trial of e.trials(condition, from, Math.min(end, from + trialsAtOnce))) {
        sum.x += trial.index - first + 1;
        sum.y += read(trial);
      }
    const trials = end - block * size;
    return { x: sum.x / trials, y: sum.y / trials };
  });
}
