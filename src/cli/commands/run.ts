import { choicesTable, requireChoices } from '../../analysis/choices-csv.ts';
import { requireTable, unitsTable } from '../../analysis/units-csv.ts';
import { InputError } from '../../core/errors.ts';
import type { Result } from '../../spec/result.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { loadAll } from '../../engine/registry.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import type { RecordedUnits } from '../../contracts/units.ts';
import { observe, type Observer } from '../../engine/run.ts';
import { createSparseSession } from '../../engine/sparse-session.ts';
import { createTrialSession, type RunSession, type TrialSession } from '../../engine/trial-session.ts';
import { recordedUnits, type AskedUnits } from '../../engine/unit-columns.ts';
import { comparisonData, comparisonOf, controlOf, type Comparison } from '../../session/arms.ts';
import { isExperimentFile } from '../../session/experiment-name.ts';
import type { DisplayedRun } from '../../export/displayed-run.ts';
import { tableOf } from '../../export/exports.ts';
import { networksFor } from '../../compute/backends.ts';
import { resultOf, runUntil } from '../../session/run-to-end.ts';
import { resultJson, specJson } from '../../storage/export.ts';
import { comparisonJson, comparisonReport } from '../comparison-report.ts';
import { askedUnits } from '../asked-units.ts';
import { type Arguments, type Command } from '../command.ts';
import { experimentOptions, specFrom } from '../experiment-options.ts';
import { interruptedCode, isStopped, takeCharge } from '../interruption.ts';
import { shortNumber } from '../../core/short-number.ts';
import { note } from '../output.ts';
import { openOutputs, type Outputs } from '../outputs.ts';
import { experimentTitle, runReport } from '../run-report.ts';
import { runManySeeds } from '../run-seeds.ts';
import { seedsFrom } from '../seed-results.ts';
import { parameterHelp } from '../parameter-help.ts';
import { rateFrom } from '../rate-option.ts';
import { sessionFormats, writeSessionFiles } from '../saved-sessions.ts';
import { sharedOptions } from '../shared-options.ts';
import { indented } from '../text-width.ts';

const command: Command = {
  name: 'run',
  group: 'experiments',
  short: 'run an experiment',
  isLong: true,
  usage: 'PARADIGM | SPEC.json | DESIGN.txt',
  summary: 'Runs an experiment and says which reported signatures the agent shows.',
  examples: [
    'phasic run schultz-1997 --agent td-microstimuli',
    'phasic run schultz-1997 --seeds 10 --csv averages.csv',
    'phasic run design.txt --figure figure.svg --save',
  ],
  options: {
    ...experimentOptions,
    ...sharedOptions('units'),
    'units-csv': {
      type: 'string',
      value: 'FILE',
      help: 'save the units as a table, one row per step (default: all units), and what it is in FILE.json',
    },
    'choices-csv': {
      type: 'string',
      value: 'FILE',
      help: "save the choices as a table, one row per choice: probability under the agent's policy, outcome, value, RPE",
    },
    ...sharedOptions(
      'backend',
      'seeds',
      'workers',
      'json',
      'recorded-means',
      'figure',
      'csv',
      ...sessionFormats,
      'spec',
      'save',
      'runs',
    ),
  },
  details: ([paradigm]) =>
    paradigm === undefined || isExperimentFile(paradigm)
      ? indented('`phasic list paradigms` names the paradigms; docs/designs.md says how to write a design.', 0)
      : parameterHelp(completeTrialSpec({ world: paradigm })),
  words: 1,
  ids: ['paradigms'],
  loadsParts: true,
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  rateFrom(args);
  // Its titles are the catalogue's.
  if (args.on('figure')) await loadAll();
  const given = await specFrom(args, 'run');
  const spec = { ...given, backend: args.text('backend') ?? given.backend };
  const seeds = seedsFrom(args);
  return seeds === 1 ? oneSeed(spec, args) : runManySeeds(spec, seeds, args);
}

/** Loaded when a run is saved: few are. */
const saving = () => import('../../session/save-run.ts');

/** Options for which a session has to keep its trials and signals. */
const ofSignals = ['figure', 'units', 'units-csv', 'choices-csv', 'nwb', 'parquet', 'npz', 'save'];

/** Options for a single seed that name a file. */
const files = ['figure', 'csv', 'spec', 'units-csv', 'choices-csv', ...sessionFormats];

async function oneSeed(spec: TrialSpec, args: Arguments): Promise<number> {
  if (spec.manipulations !== undefined) return besideControl(spec, args);
  const outputs = await openOutputs(args, files);
  const began = performance.now();
  const sparse = ofSignals.some((name) => args.on(name)) ? undefined : createSparseSession(spec);
  if (sparse !== undefined) return resultsAlone(sparse, args, outputs, began);
  const session = createTrialSession(spec, { networks: await networksFor(spec.backend), units: unitsOf(args) });
  if (args.on('units-csv')) requireTable(recordedUnits(session), session.signals.rpe.length);
  if (args.on('choices-csv')) requireChoices(session.design);
  if (!(await finished(session, args))) return interruptedCode;
  const observer = observe(session);
  const result = resultOf(session, observer);
  const seconds = (performance.now() - began) / 1000;
  await writeFiles({ session, result, seconds }, args, outputs);
  outputs.report(reportOf({ session, observer }, result, seconds, args));
  return 0;
}

/** A long session, of which nothing that needs its signals is asked. */
async function resultsAlone(session: RunSession, args: Arguments, outputs: Outputs, began: number): Promise<number> {
  if (!(await finished(session, args))) return interruptedCode;
  const observer = observe(session);
  const result = resultOf(session, observer);
  const seconds = (performance.now() - began) / 1000;
  await outputs.writeTable('csv', () => tableOf(result));
  await outputs.write('spec', () => specJson(result.spec));
  outputs.report(reportOf({ session, observer }, result, seconds, args));
  return 0;
}

const reportOf = (
  seen: { readonly session: RunSession; readonly observer: Observer },
  result: Result,
  seconds: number,
  args: Arguments,
): string =>
  args.on('json') ? resultJson(result, seconds, { rate: rateFrom(args) }) : runReport(seen, result, seconds);

/**
 * Runs a session to its end. If it ends early, --save keeps the part that was run.
 * @returns false if it was stopped
 * @throws InputError if learning diverged
 */
async function finished(session: TrialSession | RunSession, args: Arguments): Promise<boolean> {
  takeCharge();
  const error = await runUntil(session, isStopped);
  const { trials, done: trialsDone } = session;
  if (trialsDone === trials.length) return true;
  const kept =
    args.on('save') && trialsDone > 0 && 'state' in session
      ? `kept ${(await (await saving()).savePart(session, error, args.text('runs'))).folder}`
      : `nothing was kept${args.on('save') ? '' : ' (--save keeps what was run)'}`;
  if (error !== undefined) throw new InputError(error.what, error.where, `${error.remedy}; ${kept}`);
  note(`stopped after ${trialsDone} of ${trials.length} trials; ${kept}`);
  return false;
}

/** @throws InputError if they would be recorded without use */
function unitsOf(
  args: Arguments,
  uses: readonly string[] = ['save', 'units-csv', 'figure', 'nwb'],
): AskedUnits | undefined {
  const asked = args.text('units');
  if (asked === undefined) return args.on('units-csv') ? 'all' : undefined;
  if (!uses.some((use) => args.on(use)))
    throw new InputError(
      'the recorded units are not used',
      '--units',
      `add ${uses.map((use) => `--${use}`).join(' or ')}`,
    );
  return askedUnits(asked);
}

/** The named ones; those that every run records are drawn only if named. */
function unitsDrawn(session: TrialSession, args: Arguments): readonly RecordedUnits[] {
  const asked = args.on('units') ? unitsOf(args) : [];
  return recordedUnits(session).filter(({ group }) => asked === 'all' || asked?.includes(group.id) === true);
}

/** A manipulated subject is shown next to a control. Files other than the figure are of the manipulated one. */
async function besideControl(spec: TrialSpec, args: Arguments): Promise<number> {
  const outputs = await openOutputs(args, files);
  const began = performance.now();
  const networks = await networksFor(spec.backend);
  const [control, session] = [
    createTrialSession(controlOf(spec), { networks }),
    createTrialSession(spec, { networks, units: unitsOf(args, ['save', 'units-csv', 'nwb']) }),
  ];
  if (args.on('units-csv')) requireTable(recordedUnits(session), session.signals.rpe.length);
  if (args.on('choices-csv')) requireChoices(session.design);
  // The manipulated subject is the one that is saved, so it is run first.
  if (!(await finished(session, args)) || !(await finished(control, args))) return interruptedCode;
  const result = resultOf(session);
  const comparison = comparisonOf([
    { session: control, result: resultOf(control) },
    { session, result },
  ]);
  const seconds = (performance.now() - began) / 1000;
  await writeFiles({ session, result, seconds }, args, outputs, comparison);
  outputs.report(
    args.on('json')
      ? comparisonJson(comparison, seconds, { rate: rateFrom(args) })
      : comparisonReport(comparison, `${experimentTitle(spec)}, seed ${spec.seed}, ${shortNumber(seconds)} s`),
  );
  return 0;
}

async function writeFiles(
  done: DisplayedRun,
  args: Arguments,
  outputs: Outputs,
  comparison?: Comparison,
): Promise<void> {
  const { session, result } = done;
  await outputs.writeFigure('figure', () => figureText(done, args, comparison));
  await outputs.writeTable('csv', () => tableOf(result));
  await outputs.write('spec', () => specJson(result.spec));
  await outputs.writeTable('units-csv', () => unitsTable({ ...session, units: recordedUnits(session) }));
  await outputs.writeTable('choices-csv', () => choicesTable(session));
  await writeSessionFiles(done, outputs);
  if (args.on('save')) {
    const { folder, mended, newUnits } = await (await saving()).saveRun(session, result.hash, args.text('runs'));
    const what = newUnits ? `saved ${folder}, in place of the same run with other units` : `saved ${folder}`;
    note(
      mended.length === 0
        ? what
        : `${what}, where ${mended.join(' and ')} ${mended.length === 1 ? 'was' : 'were'} damaged or missing`,
    );
    const without = (await import('../../session/extra-columns.ts')).leftOut(session);
    if (without !== undefined) note(without);
  }
}

async function figureText(done: DisplayedRun, args: Arguments, comparison: Comparison | undefined): Promise<string> {
  if (comparison === undefined)
    return (await import('../../export/svg.ts')).runSvg(done, unitsDrawn(done.session, args));
  return (await import('../../export/svg.ts')).compareSvg(
    comparisonData(comparison),
    comparison.arms.map(({ result }) => result.spec),
  );
}
