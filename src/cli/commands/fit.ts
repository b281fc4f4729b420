import { InputError } from '../../core/errors.ts';
import { find, ids } from '../../engine/registry.ts';
import { withParts } from '../../engine/with-parts.ts';
import { finishedFit, usualStarts } from '../../fitting/fit.ts';
import { parameterRecovery } from '../../fitting/recovery/parameter-recovery.ts';
import { fitFile } from '../../fitting/session/fit-file.ts';
import { freeOfSpec } from '../../fitting/session/free-of-spec.ts';
import { blocksOf } from '../../fitting/session/held-out.ts';
import { regressorsTable } from '../../fitting/session/regressors.ts';
import { sessionProblem, type SessionData } from '../../fitting/session/session-problem.ts';
import { unusedParameters } from '../../fitting/unused.ts';
import type { FitResults, FitTask } from '../../jobs/fit/fit-job.ts';
import { runTasks } from '../../jobs/fit/run-fit.ts';
import type { ReadingWatch } from '../../recorded/watch.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { fittedSession, kindsOfData, type FittedData, type FittedSession } from '../fit-session.ts';
import { fitReport, fitsTable, type FittedAgent } from '../fit-report.ts';
import { readMapping } from '../given-mapping.ts';
import { posteriorsSvg } from '../fit-figure.ts';
import { keepNothing } from '../interruption.ts';
import { note, progressLine } from '../output.ts';
import { openOutputs } from '../outputs.ts';
import { photometryHelp } from '../photometry-options.ts';
import { sharedOptions } from '../shared-options.ts';
import { watched } from '../watched.ts';

const command: Command = {
  name: 'fit',
  group: 'experiments',
  short: 'fit agents to recorded sessions: parameters with errors, and which agent explains more',
  isLong: true,
  usage: 'FILE ... --agent ID[,ID]',
  summary:
    'Fits the parameters of agents to recorded sessions: to a signal through its sensor, to choices, or to both at once. Each agent goes through the session as the animal had it. Estimates are maxima of the posterior with 95 % intervals; what the session cannot determine is named, not given as a number.',
  examples: [
    'phasic fit session.nwb --mapping mine.json --agent td-csc,td-lambda-csc --recording dlight --dff',
    'phasic fit session.nwb --agent td-csc --recording gcamp6m --free learningRate,discount',
    'phasic fit choices.csv --mapping choices.json --agent q-learning,actor-critic --data choices',
  ],
  options: {
    agent: { type: 'string', multiple: true, value: 'ID,ID', ids: 'agents', help: 'agents to fit and to compare' },
    mapping: {
      type: 'string',
      value: 'FILE',
      help: 'what is what in the recording: the cues, the rewards, the signal',
    },
    data: { type: 'string', value: kindsOfData.join(' | '), help: 'what is fitted (default: what the mapping names)' },
    recording: { type: 'string', value: 'ID', ids: 'recordings', help: 'the sensor of the signal' },
    dff: { type: 'boolean', help: 'fit dF/F by the steps of --set, not the signal as recorded' },
    free: {
      type: 'string',
      multiple: true,
      value: 'NAME,NAME',
      help: "parameters to fit, also of the sensor (recording.decaySeconds); by default the agent's that a search would vary",
    },
    fix: {
      type: 'string',
      multiple: true,
      value: 'NAME=VALUE',
      help: 'a parameter with another value than its default',
    },
    blocks: {
      type: 'string',
      value: 'K',
      help: 'also fit without each of K blocks of successive trials, and score the block: held-out likelihood',
    },
    recover: {
      type: 'string',
      value: 'N',
      help: 'can this session tell? Simulates N sessions with known parameters in its events, and fits them',
    },
    save: { type: 'string', value: 'FILE', help: 'save each fit with its data as a line of JSON, for `phasic verify`' },
    regressors: {
      type: 'string',
      value: 'FILE.tsv',
      help: "save the fitted model's value and signed and unsigned RPE at each event, as BIDS has events",
    },
    starts: { type: 'string', value: 'N', help: `searches from different starts (default ${usualStarts})` },
    set: { type: 'string', multiple: true, value: 'STEP.NAME=VALUE', help: 'a parameter of a step to dF/F' },
    waive: {
      type: 'string',
      multiple: true,
      value: 'CHECK=REASON',
      help: 'fit in spite of a failed check of quality, by its id in `phasic import --json`; may be repeated',
    },
    ...sharedOptions('seed', 'workers', 'json', 'csv', 'figure'),
  },
  details: () => `${photometryHelp()}\n\ndocs/fitting.md says what is computed.`,
  words: Infinity,
  run: (args) => watched(args.positionals[0] ?? 'recording', (watch) => run(args, watch)),
};
export default command;

async function run(args: Arguments, watch: ReadingWatch): Promise<number> {
  const agents = namesIn(args, 'agent');
  const asked = askedOf(args);
  if (args.positionals.length === 0)
    throw new InputError('missing argument FILE', 'phasic fit', 'name the recordings of one or more sessions');
  if (agents.length === 0)
    throw new InputError(
      'no agent is named',
      '--agent',
      `name one or more of: ${ids('agents').slice(0, 8).join(', ')}, ...`,
    );
  const outputs = await openOutputs(args, ['csv', 'figure', 'save', 'regressors']);
  const file = args.text('mapping');
  const given = file === undefined ? undefined : await readMapping(file);
  const fits: FittedAgent[] = [];
  keepNothing(
    () => `stopped after ${fits.length} of ${agents.length * args.positionals.length} fits; nothing was saved`,
  );
  for (const path of args.positionals) {
    const session = await fittedSession(path, given, args, watch);
    for (const agent of agents)
      for (const uses of session.uses)
        fits.push(await withParts([agent], () => fitAgent(session, { agent, uses }, asked, namesIn(args, 'free'))));
  }
  await outputs.writeTable('csv', () => fitsTable(fits));
  await outputs.writeFigure('figure', async () => posteriorsSvg(fits));
  await outputs.write('save', () => fits.map(({ data, free, fit }) => fitFile(data, free, fit)).join(''));
  await outputs.writeTable('regressors', () => regressorsTable(fittedSpec(onlyOne(fits))));
  outputs.report(args.on('json') ? JSON.stringify({ fits: fits.map(withoutData) }) : fitReport(fits));
  return 0;
}

const namesIn = (args: Arguments, option: string): readonly string[] => [
  ...new Set(args.texts(option).flatMap((list) => list.split(',').map((name) => name.trim()))),
];

/** Numbers that options give. */
interface Asked {
  readonly seed: number;
  readonly starts: number;
  readonly workers: number | undefined;
  readonly blocks: number;
  readonly recover: number;
}

function askedOf(args: Arguments): Asked {
  const whole = (name: string, usual: number, min: number, max: number): number =>
    wholeNumber(args.text(name) ?? String(usual), `--${name}`, min, max);
  const workers = args.text('workers');
  return {
    seed: whole('seed', 1, 0, 0xffffffff),
    starts: whole('starts', usualStarts, 1, 1000),
    workers: workers === undefined ? undefined : whole('workers', 1, 1, 256),
    blocks: whole('blocks', 0, 0, 100),
    recover: whole('recover', 0, 0, 10_000),
  };
}

async function fitAgent(
  session: FittedSession,
  { agent, uses }: { readonly agent: string; readonly uses: FittedData },
  { seed, starts, workers, blocks, recover }: Asked,
  named: readonly string[],
): Promise<FittedAgent> {
  const data = session.dataFor(agent, uses);
  // What only one kind of data depends on is fitted to that one.
  const free = freeNames(data, { named, seed, mayMiss: session.uses.length > 1 });
  const problem = sessionProblem(data, freeOfSpec(data.spec, free));
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
  const tasks = async <Kind extends FitTask['kind']>(
    all: readonly Extract<FitTask, { readonly kind: Kind }>[],
  ): Promise<readonly FitResults[Kind][]> => {
    const progress = progressLine(all.length);
    const results = await runTasks<Kind>({ data, free, seed }, all, { workers, told: progress.show });
    progress.clear();
    return results;
  };
  const fit = finishedFit(problem, await tasks(numbers(starts).map((start) => ({ kind: 'search' as const, start }))));
  const values = Float64Array.from(fit.parameters, ({ value }) => value);
  const parts = (problem.explain(values) ?? []).map((part, i) => ({ data: problem.parts[i]?.title ?? '', ...part }));
  const held = await tasks(
    blocksOf(problem.trials, blocks).map((trials) => ({ kind: 'block' as const, trials, point: fit.point })),
  );
  const [{ solved } = { solved: {} }] = parts;
  const recovered = await tasks(numbers(recover).map((set) => ({ kind: 'recovery' as const, set, solved })));
  return {
    session: session.name,
    agent,
    uses,
    seed,
    data,
    free,
    fit,
    parts,
    ...(held.length === 0 ? {} : { heldOut: { trials: problem.trials, blocks: held } }),
    ...(recovered.length === 0
      ? {}
      : {
          recovered: parameterRecovery(
            { title: find('agents', agent).title, parameters: problem.parameters },
            recovered,
          ),
        }),
  };
}

/** The session itself is in what `--save` writes. */
function withoutData(fitted: FittedAgent): Omit<FittedAgent, 'data'> {
  const { data: _data, ...rest } = fitted;
  return rest;
}

function onlyOne(fits: readonly FittedAgent[]): FittedAgent {
  const [fit] = fits;
  if (fit !== undefined && fits.length === 1) return fit;
  throw new InputError(`there are ${fits.length} fits`, '--regressors', 'fit one agent to one session');
}

/** @throws InputError if the fit failed: there are no values to go on with */
function fittedSpec({ data, free, fit }: FittedAgent): SessionData['spec'] {
  if (fit.failure !== undefined) throw new InputError(fit.failure, '--regressors', 'free fewer parameters');
  return freeOfSpec(data.spec, free).withValues(fit.parameters.map(({ value }) => value));
}

/**
 * The parameters to fit: those that are named, or all usual ones on which the data depend.
 * @throws InputError for a named one on which they do not depend
 */
function freeNames(
  data: SessionData,
  { named, seed, mayMiss }: { readonly named: readonly string[]; readonly seed: number; readonly mayMiss: boolean },
): readonly string[] {
  const free = freeOfSpec(data.spec, named.length === 0 ? undefined : named);
  const unused = unusedParameters(sessionProblem(data, free), seed).map(({ id }) => id);
  if (unused.length === 0) return free.parameters.map(({ id }) => id);
  const kept = free.parameters.map(({ id }) => id).filter((id) => !unused.includes(id));
  const what = `${unused.join(', ')} ${unused.length === 1 ? 'changes' : 'change'} nothing in these data`;
  if ((named.length > 0 && !mayMiss) || kept.length === 0)
    throw new InputError(what, '--free', kept.length === 0 ? 'free others' : `free ${kept.join(', ')}`);
  note(`not fitted: ${what}`);
  return kept;
}
