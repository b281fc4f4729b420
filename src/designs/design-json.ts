import * as v from 'valibot';
import { checkDesign, intervalSchema, maxFaults, shapeFault, table, list } from '../contracts/design-schema.ts';
import type { DesignFault } from '../contracts/design-fault.ts';
import { intervalFaults } from '../contracts/interval-faults.ts';
import type { Design } from '../contracts/design.ts';
import { attempt, finish, isTooLong, tooManyCells, type DesignOrErrors } from './design-text.ts';
import { parsePlaced, type PlacedJson } from './json-place.ts';
import { located, Mistake, quoted } from './mistake.ts';
import { defaultSettings, maxCells, type GroupPlan, type PhasePlan, type Settings } from './plan.ts';
import { cuePlace } from './setting-text.ts';
import { readPhase } from './trial-text.ts';

const between = (min: number, max: number): v.GenericSchema<number> => {
  const range = `must be a number from ${min} to ${max}`;
  return v.pipe(v.number(range), v.minValue(min, range), v.maxValue(max, range));
};
const seconds = between(0, 86_400);
const duration = between(1e-3, 86_400);
const cueName = /^[A-Za-z][A-Za-z0-9_'^-]{0,39}$/;
const groupName = /^[ -~]{1,40}$/;

/** The same content as lines of text: groups by name, each a list of phases, and settings under their full names. */
const planSchema = v.strictObject({
  groups: table(
    v.pipe(
      v.string(),
      v.regex(groupName, 'must be a name of at most 40 plain characters'),
      v.excludes('|', 'must be a name without |'),
    ),
    v.pipe(
      list(v.string('must be a text such as "20A+ / 10B-"'), maxCells, 'must be a list of phases'),
      v.minLength(1, 'must have at least one phase'),
    ),
    maxCells,
    'must be an object of groups, each a list of phases',
  ),
  settings: v.exactOptional(
    v.strictObject({
      iti: v.exactOptional(intervalSchema),
      cueSeconds: v.exactOptional(duration),
      cues: v.exactOptional(
        table(
          v.pipe(v.string(), v.regex(cueName, 'must be a letter or a name')),
          v.strictObject({ durationSeconds: duration, delaySeconds: v.exactOptional(seconds) }),
          maxCells,
          'must be an object of cues',
        ),
      ),
      gapSeconds: v.exactOptional(seconds),
      rewardSize: v.exactOptional(between(-1000, 1000)),
      rewardProbability: v.exactOptional(between(0, 1)),
      rewardTime: v.exactOptional(intervalSchema),
      afterSeconds: v.exactOptional(duration),
    }),
  ),
});
type WrittenPlan = v.InferOutput<typeof planSchema>;

/** Whether JSON that was read is meant as a design, not as a spec (which names its paradigm). */
export const isDesign = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !('world' in value) &&
  ('groups' in value || 'trialTypes' in value || 'phases' in value);

/** Reads a design in JSON: groups of phases as in the text, or a whole design as a spec holds it. */
export function parseDesignJson(text: string): DesignOrErrors {
  const draft = {
    text,
    groups: [] as GroupPlan[],
    settings: defaultSettings,
    places: new Map<string, number>(),
    mistakes: [] as Mistake[],
  };
  const tooLong = isTooLong(text);
  if (tooLong !== undefined) return tooLong;
  const json = attempt(draft, () => parsePlaced(text));
  if (json === undefined) return { errors: located(text, draft.mistakes) };
  if (typeof json.value === 'object' && json.value !== null && 'trialTypes' in json.value)
    return wholeDesign(text, json);
  const parsed = v.safeParse(planSchema, json.value);
  if (!parsed.success)
    return {
      errors: located(
        text,
        parsed.issues.slice(0, maxFaults).map((issue) => placed(shapeFault(issue), json)),
      ),
    };
  draft.groups.push(...attemptGroups(parsed.output, json, draft.mistakes));
  draft.settings = settingsOf(parsed.output, json, draft);
  if (draft.groups.length === 0 && draft.mistakes.length === 0)
    draft.mistakes.push(
      new Mistake(json.place(['groups']), 'there is no group', 'write {"groups": {"Experimental": ["20A+", "5#A"]}}'),
    );
  return finish(text, draft);
}

function wholeDesign(text: string, json: PlacedJson): DesignOrErrors {
  const checked = checkDesign(json.value);
  return 'design' in checked
    ? checked
    : {
        errors: located(
          text,
          checked.faults.map((fault) => placed(fault, json)),
        ),
      };
}

const placed = ({ path, what, remedy }: DesignFault, json: PlacedJson): Mistake =>
  new Mistake(json.place(path), what.replace(/[^ -~]/g, '?').slice(0, 200), remedy);

function attemptGroups({ groups }: WrittenPlan, json: PlacedJson, mistakes: Mistake[]): readonly GroupPlan[] {
  const plans: GroupPlan[] = [];
  let cells = 0;
  for (const [name, written] of Object.entries(groups)) {
    const at = json.place(['groups', name]);
    cells += written.length;
    if (cells > maxCells || mistakes.length >= maxFaults) break;
    const phases = written.map((phase, i) =>
      attempt({ mistakes }, () => phaseAt(phase, json.place(['groups', name, i]))),
    );
    cells += phases.reduce((sum, phase) => sum + (phase?.trials.length ?? 0), 0);
    if (name.trim() !== name)
      mistakes.push(new Mistake(at, `${quoted(name)} begins or ends with a blank`, 'leave it out'));
    else if (mistakes.length === 0 && phases.every((phase) => phase === undefined))
      mistakes.push(new Mistake(at, `group ${quoted(name)} has no trials`, 'give it at least one phase with trials'));
    plans.push({ name, phases, at });
  }
  if (cells > maxCells) mistakes.push(tooManyCells(json.place(['groups'])));
  return plans;
}

/** A phase inside the quotes that begin at `place`. */
function phaseAt(written: string, place: number): PhasePlan | undefined {
  const base = place + 1;
  try {
    const phase = readPhase(written, 0, written.length);
    return (
      phase && {
        ...phase,
        at: base + phase.at,
        trials: phase.trials.map((trial) => ({ ...trial, at: base + trial.at })),
      }
    );
  } catch (error) {
    if (error instanceof Mistake)
      throw new Mistake(base + Math.max(0, Math.min(error.at, written.length)), error.what, error.remedy);
    throw error;
  }
}

function settingsOf(
  { settings = {} }: WrittenPlan,
  json: PlacedJson,
  draft: { readonly places: Map<string, number>; readonly mistakes: Mistake[] },
): Settings {
  const { cues = {}, ...rest } = settings;
  for (const name of ['iti', 'rewardTime'] as const) {
    const given = rest[name];
    if (given !== undefined)
      draft.mistakes.push(...intervalFaults(['settings', name], given).map((fault) => placed(fault, json)));
  }
  draft.places.set('after', json.place(['settings', 'afterSeconds']));
  for (const cue of Object.keys(cues)) draft.places.set(cuePlace(cue), json.place(['settings', 'cues', cue]));
  const written = Object.entries(cues).map(
    ([cue, { durationSeconds, delaySeconds = 0 }]) => [cue, { durationSeconds, delaySeconds }] as const,
  );
  return { ...defaultSettings, ...rest, cues: new Map(written) };
}

/** A whole design as JSON that parseDesignJson reads back to the same design. */
export const printDesignJson = (design: Design): string => `${JSON.stringify(design, null, 2)}\n`;
