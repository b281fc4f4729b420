import { canonicalJson } from '../core/canonical-json.ts';
import { InputError } from '../core/errors.ts';
import { isRestText, type Design, type Interval, type Phase, type TrialType } from '../contracts/design.ts';
import { lastEvent } from './build.ts';
import { parseDesignText } from './design-text.ts';
import { intervalText, later, rounded } from './interval-text.ts';
import { Mistake } from './mistake.ts';
import { defaultSettings, type CueSetting, type Settings, type TrialPlan } from './plan.ts';
import { readPhase } from './trial-text.ts';

/**
 * Writes a design as text that parseDesignText reads back to the same design.
 * @throws InputError for a design that the text cannot express (stimulations, trial types with names of their own)
 */
export function printDesign(design: Design): string {
  const text = textOf(design);
  const again = text === undefined ? undefined : parseDesignText(text);
  if (
    text !== undefined &&
    again !== undefined &&
    'design' in again &&
    canonicalJson(again.design) === canonicalJson(design)
  )
    return text;
  throw new InputError('this design cannot be written as lines of text', 'design', 'save it as JSON');
}

const prefixes: Readonly<Record<Phase['order'], string>> = {
  blocked: '',
  balanced: 'rand/',
  cycle: 'cycle/',
  random: 'draw/',
  // Has no notation: printDesign refuses it, because its text would be read as another design.
  recorded: '',
};

function textOf(design: Design): string | undefined {
  const kinds = kindsOf(design);
  if (kinds === undefined || design.groups === undefined) return undefined;
  const groups = design.groups.map(({ id }) => [id, ...cellsOf(id, design)].join(' | '));
  return [...groups, ...settingLines(settingsOf(design, kinds)), ''].join('\n');
}

interface Kind {
  readonly plan: TrialPlan;
  readonly type: TrialType;
}

/** Trial types are named by their content; undefined if one is not. */
function kindsOf(design: Design): readonly Kind[] | undefined {
  try {
    return Object.entries(design.trialTypes).map(([id, type]) => {
      const plan = readPhase(id, 0, id.length)?.trials[0] ?? {
        count: 1,
        probe: false,
        components: [],
        rewards: [],
        at: 0,
      };
      return { plan, type };
    });
  } catch (error) {
    if (error instanceof Mistake) return undefined;
    throw error;
  }
}

/** The columns of a group: `Name/2` and, if a trial type recurs, `Name/2.2`. */
function cellsOf(group: string, design: Design): readonly string[] {
  const cells: string[] = [];
  for (const phase of design.phases.filter((one) => one.group === group)) {
    const column = Number(/\/(\d+)(?:\.\d+)?$/.exec(phase.id)?.[1] ?? Number.NaN);
    if (!(column >= 1 && column <= maxColumns)) return [];
    while (cells.length < column - 1) cells.push('-');
    const earlier = cells[column - 1];
    cells[column - 1] =
      earlier === undefined ? prefixes[phase.order] + trialsText(phase) : `${earlier} / ${trialsText(phase)}`;
  }
  return cells;
}

const maxColumns = 2000;

function trialsText({ mixture, trials, order }: Phase): string {
  const all = Object.values(mixture).reduce((sum, weight) => sum + weight, 0);
  const [only = ''] = Object.keys(mixture);
  if (isRestText(only)) return only;
  const isCycled = order === 'cycle' && trials % all === 0;
  const times = isCycled ? trials / all : 1;
  const kinds = Object.entries(mixture).map(([id, weight]) => `${weight * times}${/^[+-]/.test(id) ? ' ' : ''}${id}`);
  return (isCycled || all === trials ? kinds : [trials, ...kinds]).join(' / ');
}

function settingsOf(design: Design, kinds: readonly Kind[]): Settings {
  const durations = new Map(
    kinds.flatMap(({ type }) => type.cues.map(({ cue, durationSeconds }) => [cue, durationSeconds] as const)),
  );
  const usual = kinds.flatMap(({ plan, type }) =>
    plan.rewards.flatMap((reward, i) => {
      const event = type.rewards[i];
      return event === undefined ? [] : [{ plan, type, reward, event }];
    }),
  );
  const timed = usual.filter(({ reward }) => reward.seconds === undefined);
  const isAtEnd = timed.every(
    ({ type, event }) => type.cues.length === 0 || sameTime(event.time, { kind: 'fixed', seconds: lastCueEnd(type) }),
  );
  const bare = timed.find(({ type }) => type.cues.length === 0)?.event.time;
  const cueSeconds =
    (isAtEnd && bare?.kind === 'fixed' ? bare.seconds : undefined) ??
    [...durations.values()][0] ??
    defaultSettings.cueSeconds;
  const sized = usual.find(({ reward }) => reward.size === undefined);
  const chanced = usual.find(({ reward }) => reward.probability === undefined);
  const [first] = timed;
  const delays = delaysOf(kinds);
  const cues = [...durations].map(([cue, durationSeconds]): [string, CueSetting] => [
    cue,
    { durationSeconds, delaySeconds: delays.get(cue) ?? 0 },
  ]);
  return {
    iti: design.iti,
    cueSeconds,
    cues: new Map(
      cues.filter(([, { durationSeconds, delaySeconds }]) => durationSeconds !== cueSeconds || delaySeconds !== 0),
    ),
    gapSeconds: gapOf(kinds, cueSeconds),
    rewardSize:
      sized === undefined
        ? defaultSettings.rewardSize
        : Number((sized.event.magnitude / sized.reward.pluses).toPrecision(15)),
    rewardProbability: chanced?.event.probability ?? defaultSettings.rewardProbability,
    ...(isAtEnd || first === undefined
      ? {}
      : { rewardTime: later(first.event.time, -lastOnset(first.plan, first.type)) }),
    afterSeconds: rounded(design.trialSeconds - Math.max(0, ...kinds.map(({ type }) => lastEvent(type)))),
  };
}

const sameTime = (a: Interval, b: Interval): boolean => canonicalJson(a) === canonicalJson(b);
const lastCueEnd = ({ cues }: TrialType): number =>
  Math.max(...cues.map(({ onsetSeconds, durationSeconds }) => rounded(onsetSeconds + durationSeconds)));

/** A trial's cue events, set by set. */
function setsOf({ plan, type }: Kind): readonly TrialType['cues'][] {
  let from = 0;
  return plan.components.map(({ length }) => type.cues.slice(from, (from += length)));
}

const onsetOf = (set: TrialType['cues']): number => Math.min(...set.map(({ onsetSeconds }) => onsetSeconds));
const lastOnset = (plan: TrialPlan, type: TrialType): number =>
  onsetOf(setsOf({ plan, type }).at(-1) ?? [{ cue: '', onsetSeconds: 0, durationSeconds: 0 }]);

/** From the first set of cues to the next in some trial; pauses, each as long as a cue, may lie between them. */
function gapOf(kinds: readonly Kind[], cueSeconds: number): number {
  for (const kind of kinds) {
    const [first, ...later] = setsOf(kind);
    const pauses = later.findIndex(({ length }) => length > 0);
    if (first === undefined || pauses < 0) continue;
    const end = Math.max(...first.map(({ onsetSeconds, durationSeconds }) => rounded(onsetSeconds + durationSeconds)));
    return rounded((onsetOf(later[pauses] as TrialType['cues']) - end - pauses * cueSeconds) / (pauses + 1));
  }
  return 0;
}

/**
 * Only differences within a set are observable; they are followed from cue to cue, and the earliest of connected cues
 * is set to 0.
 */
function delaysOf(kinds: readonly Kind[]): ReadonlyMap<string, number> {
  const sets = kinds.flatMap(setsOf);
  const delays = new Map<string, number>();
  for (const start of sets.flat()) {
    if (delays.has(start.cue)) continue;
    const linked = new Map([[start.cue, 0]]);
    // Entries added to a map during an iteration are visited too.
    for (const [cue, delay] of linked) {
      for (const set of sets) {
        const here = set.find((event) => event.cue === cue);
        if (here === undefined) continue;
        for (const event of set)
          if (!linked.has(event.cue)) linked.set(event.cue, rounded(delay + event.onsetSeconds - here.onsetSeconds));
      }
    }
    const earliest = Math.min(...linked.values());
    for (const [cue, delay] of linked) delays.set(cue, rounded(delay - earliest));
  }
  return delays;
}

function settingLines(settings: Settings): readonly string[] {
  const { iti, cueSeconds, cues, gapSeconds, rewardSize, rewardProbability, rewardTime, afterSeconds } = settings;
  return [
    `iti = ${intervalText(iti)}`,
    `cue = ${cueSeconds} s`,
    ...[...cues].map(
      ([cue, { durationSeconds, delaySeconds }]) =>
        `cue ${cue} = ${durationSeconds} s${delaySeconds === 0 ? '' : ` at ${delaySeconds} s`}`,
    ),
    ...(gapSeconds === 0 ? [] : [`gap = ${gapSeconds} s`]),
    `reward size = ${rewardSize}`,
    `reward probability = ${rewardProbability}`,
    ...(rewardTime === undefined ? [] : [`reward time = ${intervalText(rewardTime)}`]),
    `after = ${afterSeconds} s`,
  ];
}
