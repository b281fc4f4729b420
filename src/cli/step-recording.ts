import {
  eventColumnName,
  eventNote,
  happenedColumn,
  requireRoom,
  signalColumns,
  stepsTable,
} from '../analysis/steps-csv.ts';
import type { RecordedSteps } from '../contracts/recorded-steps.ts';
import { InputError } from '../core/errors.ts';
import { StepLog } from '../engine/control/step-log.ts';
import { find } from '../engine/registry.ts';
import { commit } from '../install/commit.ts';
import { version } from '../install/version.ts';
import { eventIndex } from '../session/control/control-figures.ts';
import type { ControlRun } from '../session/control/start-run.ts';
import { stepsToArrow } from '../storage/steps-arrow.ts';
import { askedUnits } from './asked-units.ts';
import { wholeNumber, type Arguments } from './command.ts';
import type { Option } from './option.ts';
import { note } from './output.ts';
import { isArrow, type Outputs } from './outputs.ts';
import { sharedOptions } from './shared-options.ts';

const defaultRows = 10_000;
const maxRows = 50_000_000;

/** Options that record the steps of an agent in its first environment. */
export const recordingOptions: Readonly<Record<string, Option>> = {
  record: {
    type: 'string',
    value: 'FILE',
    help: 'save the latest steps of the first environment: as FILE.csv, and what it is in FILE.json, or as FILE.arrow',
  },
  'record-rows': {
    type: 'string',
    value: 'N',
    help: `number of steps and first observations to keep (default ${defaultRows})`,
  },
  ...sharedOptions('units'),
};

/**
 * Records a run from now on, if the options ask for it.
 * @throws InputError for units that the agent does not have, for more numbers than fit, for options without use, and
 * for a run that has finished
 */
export function recordSteps({ session, observer }: ControlRun, args: Arguments): StepLog | undefined {
  const file = args.text('record');
  const units = args.text('units');
  const isDrawn = units !== undefined && args.on('figure');
  requireUse(args, file !== undefined || isDrawn);
  if (file === undefined && !isDrawn) return undefined;
  if (session.finished)
    throw new InputError(
      `this run has all of its ${session.spec.steps} steps, and none is left to record`,
      file === undefined ? '--units' : '--record',
      'give more with --steps, or train again with another seed',
    );
  const asked = wholeNumber(args.text('record-rows') ?? String(defaultRows), '--record-rows', 1, maxRows);
  // A step may end an episode, and a first observation follow.
  const rows = Math.min(asked, 2 * (session.planned - session.done) + 1);
  const log = new StepLog(session, {
    rows,
    units: units === undefined ? [] : askedUnits(units),
    recorder: observer.recorder,
  });
  if (file !== undefined && !isArrow(file)) requireRoom(columnCount(session, log.steps()), rows);
  return log;
}

function requireUse(args: Arguments, isUsed: boolean): void {
  const unused = isUsed ? undefined : ['units', 'record-rows'].find((name) => args.on(name));
  if (unused !== undefined)
    throw new InputError(
      unused === 'units' ? 'the recorded units are not used' : 'nothing is recorded',
      `--${unused}`,
      unused === 'units' ? 'add --record or --figure' : 'add --record',
    );
}

const sourceOf = ({ spec, env, worlds, backend }: ControlRun['session'], steps: RecordedSteps) => ({
  spec,
  backend,
  actions: worlds.world(0).actions,
  events: env.events,
  rateUnit: find('recordings', spec.recording.id).unit,
  steps,
});

function columnCount(session: ControlRun['session'], steps: RecordedSteps): number {
  const units = steps.units.reduce((sum, { labels }) => sum + labels.length, 0);
  return signalColumns(sourceOf(session, steps)).length + session.env.events.length + units;
}

/** Writes the recorded steps, if --record asks for it. */
export async function writeRecord(
  log: StepLog | undefined,
  run: ControlRun,
  args: Arguments,
  outputs: Outputs,
): Promise<void> {
  const file = args.text('record');
  if (log === undefined || file === undefined) return;
  const steps = log.steps();
  if (isArrow(file)) await outputs.write('record', () => arrowOf(run, steps));
  else await outputs.writeTable('record', () => stepsTable(sourceOf(run.session, steps)));
  const inFull = (number: number | undefined): string => (number ?? 0).toLocaleString('en-US');
  note(
    `recorded steps ${inFull(steps.step[0])} to ${inFull(steps.step.at(-1))} of the first environment in ${file} (${inFull(steps.step.length)} rows)`,
  );
}

function arrowOf({ session }: ControlRun, steps: RecordedSteps): Promise<Uint8Array> {
  const source = sourceOf(session, steps);
  return stepsToArrow({
    signals: signalColumns(source),
    events: source.events.map((event, index) => ({
      name: eventColumnName(event),
      what: eventNote(event),
      numbers: happenedColumn(steps, index),
    })),
    units: steps.units,
    notes: JSON.stringify({ phasic: version, commit, spec: source.spec, backend: source.backend }),
  });
}

/** The recorded steps whose units --figure draws. */
export function drawnSteps(log: StepLog | undefined, run: ControlRun, args: Arguments): RecordedSteps | undefined {
  if (log === undefined || !args.on('units') || !args.on('figure')) return undefined;
  const steps = log.steps();
  const event = eventIndex(run, args.text('event'));
  if (!steps.happened.some((bits) => ((bits >> event) & 1) === 1))
    note(`the figure has no map of units: “${run.session.env.events[event]?.title}” is not in the recorded steps`);
  return steps;
}
