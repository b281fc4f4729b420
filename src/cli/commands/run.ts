import { poolResults, type PooledSignature } from '../../analysis/pool.ts';
import { expectationText } from '../../analysis/signatures.ts';
import { InputError } from '../../core/errors.ts';
import { parameterFromText } from '../../contracts/parameters.ts';
import type { Result } from '../../contracts/result.ts';
import type { PartialAgent, PartialSpec, Spec } from '../../contracts/spec.ts';
import { backend } from '../../engine/run.ts';
import { completeSpec, locateParameter, partKinds, partOf, setParameter } from '../../engine/experiment.ts';
import { find } from '../../engine/registry.ts';
import type { Shown } from '../../host/exports.ts';
import { saveRun } from '../../host/save-run.ts';
import { runSeeds } from '../../host/pool.ts';
import { runToEnd } from '../../host/run-to-end.ts';
import { agentName, resultCsv, resultJson, specJson } from '../../storage/export.ts';
import { readSpecFile } from '../../storage/spec-file.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { note, printResult, progressLine, shortNumber, textTable } from '../output.ts';
import { writeOutput } from '../write-output.ts';
import { parameterLines } from './list.ts';

const command: Command = {
  name: 'run',
  usage: 'PARADIGM | SPEC.json',
  summary: 'Runs an experiment and says which reported signatures the agent shows.',
  options: {
    agent: { type: 'string', value: 'ID', help: 'a named triple of architecture, objective and learning rule' },
    architecture: { type: 'string', value: 'ID', help: 'another architecture than the agent has' },
    objective: { type: 'string', value: 'ID', help: 'another objective' },
    'learning-rule': { type: 'string', value: 'ID', help: 'another learning rule' },
    recording: { type: 'string', value: 'ID', help: 'how RPE is turned into what is recorded' },
    set: { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'a parameter of any part; may be given again' },
    seed: { type: 'string', value: 'N', help: 'seed of every random stream (default 1)' },
    seeds: { type: 'string', value: 'N', help: 'run N seeds, from the given one on, and pool them' },
    workers: { type: 'string', value: 'N', help: 'threads for many seeds (default: all cores)' },
    json: { type: 'boolean', help: 'print one JSON object' },
    figure: { type: 'string', value: 'FILE.svg', help: 'save the figure' },
    csv: { type: 'string', value: 'FILE', help: 'save the averages as a table' },
    spec: { type: 'string', value: 'FILE', help: 'save the whole spec, to be run again' },
    save: { type: 'boolean', help: 'save every step into the runs folder, for `phasic verify`' },
    runs: { type: 'string', value: 'FOLDER', help: 'the runs folder (default $PHASIC_RUNS, else Phasic/runs in the home folder)' },
  },
  details: ([paradigm]) => (paradigm === undefined ? '`phasic list paradigms` names the paradigms.' : parameterHelp(completeSpec({ paradigm }))),
  run,
};
export default command;

function parameterHelp(spec: Spec): string {
  const parts = Object.keys(partKinds) as (keyof typeof partKinds)[];
  const sections = parts.flatMap((name) => {
    const part = partOf(spec, name);
    return part === undefined ? [] : [[`  ${name} ${part.id}`, ...parameterLines(find(partKinds[name], part.id).parameters)].join('\n')];
  });
  return ['Parameters for --set:', ...sections].join('\n');
}

async function run(args: Arguments): Promise<number> {
  const spec = await specFrom(args);
  const seeds = wholeNumber(args.text('seeds') ?? '1', '--seeds', 1, 100_000);
  return seeds === 1 ? oneSeed(spec, args) : manySeeds(spec, seeds, args);
}

async function specFrom(args: Arguments): Promise<Spec> {
  const [what, ...more] = args.positionals;
  if (what === undefined) throw new InputError('what to run is missing', 'phasic run', 'name a paradigm or a spec file, e.g. phasic run schultz-1997');
  if (more.length > 0) throw new InputError(`'${more[0]}' is one too many`, 'phasic run', 'one paradigm or spec file at a time');
  const given: PartialSpec = what.endsWith('.json') ? await readSpecFile(what) : { paradigm: what };
  const seed = args.text('seed');
  const base = completeSpec({
    ...given,
    ...chosenAgent(args, given),
    ...(args.text('recording') === undefined ? {} : { recording: args.text('recording') }),
    ...(seed === undefined ? {} : { seed: wholeNumber(seed, '--seed', 0, 0xffffffff) }),
  });
  return args.texts('set').reduce(applySetting, base);
}

function chosenAgent(args: Arguments, given: PartialSpec): { agent?: PartialAgent } {
  const architecture = args.text('architecture');
  const objective = args.text('objective');
  const learningRule = args.text('learning-rule');
  const named = args.text('agent');
  if (architecture === undefined && objective === undefined && learningRule === undefined) return named === undefined ? {} : { agent: named };
  const base = named ?? given.agent ?? completeSpec(given).agent;
  return { agent: { ...(typeof base === 'string' ? { id: base } : base), ...definedOnly({ architecture, objective, learningRule }) } };
}

function definedOnly(record: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function applySetting(spec: Spec, setting: string): Spec {
  const [path, value] = [setting.slice(0, setting.indexOf('=')), setting.slice(setting.indexOf('=') + 1)];
  if (!setting.includes('=')) throw new InputError(`'${setting}' has no value`, '--set', `write --set ${setting}=VALUE`);
  const { part, name } = locateParameter(spec, path);
  const parameter = find(partKinds[part], partOf(spec, part)?.id ?? '').parameters[name];
  return setParameter(spec, path, parameter === undefined ? value : parameterFromText(parameter, value));
}

async function oneSeed(spec: Spec, args: Arguments): Promise<number> {
  const began = performance.now();
  const { session, result } = runToEnd(spec);
  const seconds = (performance.now() - began) / 1000;
  await writeFiles({ session, result, seconds }, args);
  printResult(args.on('json') ? resultJson(result, seconds) : report(result, seconds));
  return 0;
}

async function writeFiles(done: Shown, args: Arguments): Promise<void> {
  const { session, result } = done;
  const figure = args.text('figure');
  const csv = args.text('csv');
  const spec = args.text('spec');
  if (figure !== undefined) {
    if (!figure.endsWith('.svg')) throw new InputError(`'${figure}' is not an SVG file`, '--figure', 'name a file that ends in .svg (the app also saves PNG)');
    const { runSvg } = await import('../../host/run-svg.ts');
    await writeOutput(figure, runSvg(done));
  }
  if (csv !== undefined) await writeOutput(csv, resultCsv(result));
  if (spec !== undefined) await writeOutput(spec, specJson(result.spec));
  if (args.on('save')) note(`saved ${await saveRun(session, result.hash, args.text('runs'))}`);
}

async function manySeeds(spec: Spec, count: number, args: Arguments): Promise<number> {
  const single = ['figure', 'save', 'spec'].find((name) => args.on(name));
  if (single !== undefined) throw new InputError(`--${single} is for one seed`, 'phasic run', 'leave out --seeds');
  const workers = args.text('workers');
  wholeNumber(String(spec.seed + count - 1), 'the last of --seeds', 0, 0xffffffff);
  const began = performance.now();
  const seeds = Array.from({ length: count }, (_, i) => spec.seed + i);
  const results: Result[] = [];
  const progress = progressLine(count);
  for await (const result of runSeeds(spec, seeds, { workers: workers === undefined ? undefined : wholeNumber(workers, '--workers', 1, 256) })) {
    results.push(result);
    progress.show(results.length);
  }
  progress.clear();
  const seconds = (performance.now() - began) / 1000;
  const { conditions, signatures } = poolResults(results);
  const csv = args.text('csv');
  if (csv !== undefined) await writeOutput(csv, resultCsv({ spec, backend, seeds: count, conditions }));
  const runs = results.map(({ spec: { seed }, hash, signatures: judged }) => ({ seed, hash, passed: judged.filter(({ pass }) => pass).map(({ id }) => id) }));
  printResult(args.on('json') ? JSON.stringify({ spec, seeds: count, backend, seconds, conditions, signatures, runs }) : pooledReport(spec, signatures, count, seconds));
  return 0;
}

function pooledReport(spec: Spec, signatures: readonly PooledSignature[], count: number, seconds: number): string {
  const rows = signatures.map((one) => [`${Math.round(100 * one.passRate)} %`, one.claim, measuredText(one.measured), expectationText(one.expected)]);
  return `${titles(spec)}, ${count} seeds, ${shortNumber(seconds)} s\n\n${textTable([['pass', 'signature', 'mean', 'expected'], ...rows])}`;
}

function report({ spec, signatures, hash }: Result, seconds: number): string {
  const rows = signatures.map((one) => [one.pass ? 'pass' : 'FAIL', one.claim, measuredText(one.measured), expectationText(one.expected)]);
  const passed = signatures.filter(({ pass }) => pass).length;
  return [
    `${titles(spec)}, seed ${spec.seed}, ${shortNumber(seconds)} s`,
    '',
    textTable([['', 'signature', 'measured', 'expected'], ...rows]),
    '',
    `${passed} of ${signatures.length} signatures shown. Hash ${hash}`,
  ].join('\n');
}

function titles({ paradigm, agent }: Spec): string {
  const agentTitle = agent.id === undefined ? agentName({ agent }) : find('agents', agent.id).title;
  return `${find('paradigms', paradigm.id).title}, ${agentTitle}`;
}

const measuredText = (measured: number | null): string => (measured === null ? 'not measured' : shortNumber(measured));
