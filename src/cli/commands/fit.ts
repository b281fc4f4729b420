import { InputError } from '../../core/errors.ts';
import { ids } from '../../engine/registry.ts';
import { withParts } from '../../engine/with-parts.ts';
import { svgDocument } from '../../export/svg.ts';
import { posteriorFigure } from '../../figures/posterior-figure.ts';
import { svgText } from '../../figures/svg-text.ts';
import { usualStarts } from '../../fitting/fit.ts';
import type { PosteriorKind } from '../../fitting/posterior/posterior.ts';
import { estimatesOf } from '../../fitting/report/estimates.ts';
import { withoutData, type FittedAgent } from '../../fitting/report/fitted-agent.ts';
import { dataKinds } from '../../fitting/report/fitted-data.ts';
import { sameData } from '../../fitting/report/compared-fits.ts';
import { trialScoresTable, type ScoredTrials } from '../../fitting/report/compared-trials.ts';
import { scoredTrials } from '../../fitting/report/scored-trials.ts';
import { fitsTable } from '../../fitting/report/fits-table.ts';
import { posteriorsOf } from '../../fitting/report/posteriors.ts';
import { unusedWords } from '../../fitting/report/unused-words.ts';
import { fitAgent, freeNames, type DoTasks, type FitQuestion } from '../../fitting/session/fit-agent.ts';
import { fitFile } from '../../fitting/session/fit-file.ts';
import { freeOfSpec } from '../../fitting/session/free-of-spec.ts';
import { regressorsTable } from '../../fitting/session/regressors.ts';
import type { SessionData } from '../../fitting/session/session-problem.ts';
import { version } from '../../install/version.ts';
import { openKeptTasks, type KeptTasks } from '../../jobs/fit/kept-tasks.ts';
import { runTasks } from '../../jobs/fit/run-fit.ts';
import type { ReadingWatch } from '../../recorded/watch.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { countFamilies, namesIn, noiseWords } from '../fit-options.ts';
import { contrastOption } from '../contrast-option.ts';
import { fittedSession, type FittedSession } from '../fit-session.ts';
import { fitGroupOf, fittedGroupReport, fittedGroupTable, requireGroupOptions } from '../fit-group.ts';
import { fitReport } from '../fit-report.ts';
import { evidenceSvg } from '../evidence-svg.ts';
import { readMapping, type GivenMapping } from '../given-mapping.ts';
import { keepNothing } from '../interruption.ts';
import { note, progressLine } from '../output.ts';
import { openOutputs, type Outputs } from '../outputs.ts';
import { posteriorAsked, posteriorOption } from '../posterior-option.ts';
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
    'Fits the parameters of agents to recorded sessions: to a signal through its sensor, spikes, summaries of events, choices, licks or latencies, or to several at once. Each agent goes through the session as the animal had it. Estimates are maxima of the posterior with 95 % intervals; what the session cannot determine is named, not given as a number.',
  examples: [
    'phasic fit session.nwb --mapping mine.json --agent td-csc,td-lambda-csc --recording dlight --dff',
    'phasic fit choices.csv --mapping choices.json --agent q-learning,actor-critic --data choices',
    'phasic fit units.nwb --mapping mine.json --agent td-csc --data spikes,licks',
  ],
  options: {
    agent: { type: 'string', multiple: true, value: 'ID,ID', ids: 'agents', help: 'agents to fit and to compare' },
    mapping: {
      type: 'string',
      value: 'FILE',
      help: 'what is what in the recording: the cues, the rewards, the signal',
    },
    data: {
      type: 'string',
      multiple: true,
      value: 'KIND,KIND',
      help: `what is fitted, at once: ${dataKinds.join(', ')}; both: signal and choices; each: each alone and then all (default: what the mapping names of signal, spikes, summaries, and choices)`,
    },
    noise: {
      type: 'string',
      value: noiseWords,
      help: 'of a signal: normal (default) or of heavy tails, which artefacts do not drag, with degrees of freedom fitted or given; independent: summaries of events that are not correlated',
    },
    counts: {
      type: 'string',
      value: countFamilies.join(' | '),
      help: 'how spikes and licks scatter (default negative-binomial: as Poisson counts or more)',
    },
    shift: { type: 'string', value: 'SECONDS', help: 'of latencies: no response can be faster (default 0)' },
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
    keep: {
      type: 'string',
      value: 'FILE',
      help: 'keep every search, block and simulated session that is done: after Ctrl-C the same command goes on from there',
    },
    save: { type: 'string', value: 'FILE', help: 'save each fit with its data as a line of JSON, for `phasic verify`' },
    regressors: {
      type: 'string',
      value: 'FILE.tsv',
      help: "save the fitted model's value and signed and unsigned RPE at each event, as BIDS has events",
    },
    posterior: posteriorOption,
    group: {
      type: 'boolean',
      help: 'fit all animals at once (empirical Bayes): mean and spread of the group, and which agents the population uses',
    },
    animals: {
      type: 'string',
      value: 'FILE',
      help: 'with --group: a table with the columns file, animal and, if you like, group (`phasic import ... --save-animals` writes one)',
    },
    contrast: {
      ...contrastOption,
      value: 'group[=LEVEL]',
      help: 'with --group: the difference of the groups in the table of animals as a parameter; LEVEL is what others are compared with',
    },
    starts: { type: 'string', value: 'N', help: `searches from different starts (default ${usualStarts})` },
    set: { type: 'string', multiple: true, value: 'STEP.NAME=VALUE', help: 'a parameter of a step to dF/F' },
    waive: {
      type: 'string',
      multiple: true,
      value: 'CHECK=REASON',
      help: 'fit in spite of a failed check of quality, by its id in `phasic import --json`; may be repeated',
    },
    ...sharedOptions('trials', 'trials-figure', 'seed', 'workers', 'json', 'csv', 'figure'),
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
  requireGroupOptions(args);
  const outputs = await openOutputs(args, ['csv', 'figure', 'save', 'regressors', 'trials', 'trials-figure']);
  const file = args.text('mapping');
  const given = file === undefined ? undefined : await readMapping(file);
  if (args.on('group')) return runGroup(given, args, { agents, outputs, watch, asked });
  const fits: FittedAgent[] = [];
  const keep = args.text('keep');
  const kept = keep === undefined ? undefined : openKeptTasks(keep);
  if (kept?.flaw !== undefined) note(`${kept.flaw.where}: ${kept.flaw.what}; computed again`);
  keepNothing(
    () =>
      `stopped after ${fits.length} of ${agents.length * args.positionals.length} fits; ${keep === undefined ? 'nothing was saved (with --keep FILE the same command would go on from here)' : `the same command goes on from what is in ${keep}`}`,
  );
  for (const path of args.positionals) {
    const session = await fittedSession(path, given, args, watch);
    for (const agent of agents)
      for (const uses of session.uses)
        fits.push(
          await withParts([agent], () =>
            fitAgent(
              questionOf(session, { agent, uses }, asked, namesIn(args, 'free')),
              inThreads(asked.workers, kept),
            ),
          ),
        );
  }
  await outputs.writeTable('csv', () => fitsTable(fits));
  await outputs.writeFigure('figure', async () => svgOf(fits));
  await outputs.writeTable('trials', () =>
    trialScoresTable(
      scoredSessions(fits, '--trials').map((one) => [one]),
      'session',
    ),
  );
  await outputs.writeFigure('trials-figure', async () =>
    evidenceSvg(scoredSessions(fits, '--trials-figure'), `phasic ${version} fit · seed ${asked.seed}`),
  );
  await outputs.write('save', () => fits.map(({ data, free, fit }) => fitFile(data, free, fit)).join(''));
  await outputs.writeTable('regressors', () => regressorsTable(fittedSpec(onlyOne(fits))));
  outputs.report(args.on('json') ? JSON.stringify({ fits: fits.map(withoutData) }) : fitReport(fits));
  return 0;
}

interface GroupRun {
  readonly agents: readonly string[];
  readonly outputs: Outputs;
  readonly watch: ReadingWatch;
  readonly asked: Asked;
}

/** All sessions at once, those of an animal together. */
async function runGroup(
  given: GivenMapping | undefined,
  args: Arguments,
  { agents, outputs, watch, asked: { seed, workers } }: GroupRun,
): Promise<number> {
  keepNothing(() => 'stopped before the group had settled; nothing was saved');
  const sessions: FittedSession[] = [];
  for (const path of args.positionals) sessions.push(await fittedSession(path, given, args, watch));
  const fitted = await fitGroupOf(sessions, args, { agents, named: namesIn(args, 'free'), seed, workers });
  await outputs.writeTable('csv', () => fittedGroupTable(fitted));
  outputs.report(
    args.on('json') ? JSON.stringify({ group: fitted.group, sessions: fitted.sessions }) : fittedGroupReport(fitted),
  );
  return 0;
}

function svgOf(fits: readonly FittedAgent[]): string {
  const data = posteriorsOf(fits, `phasic ${version} fit`);
  return svgText(
    posteriorFigure({ data, document: svgDocument() }),
    fits
      .filter(({ fit, posterior }) => estimatesOf(fit, posterior).failure === undefined)
      .map(({ data: { spec } }) => spec),
  );
}

/** Numbers that options give. */
interface Asked {
  readonly seed: number;
  readonly starts: number;
  readonly workers: number | undefined;
  readonly posterior: PosteriorKind | undefined;
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
    posterior: posteriorAsked(args),
    blocks: whole('blocks', 0, 0, 100),
    recover: whole('recover', 0, 0, 10_000),
  };
}

/** The fit of an agent that the options ask for. */
function questionOf(
  session: FittedSession,
  { agent, uses }: Pick<FittedAgent, 'agent' | 'uses'>,
  asked: Omit<Asked, 'workers'>,
  named: readonly string[],
): FitQuestion {
  const data = session.dataFor(agent, uses);
  // What only one kind of data depends on is fitted to that one.
  const names = freeNames(data, {
    named: named.length === 0 ? undefined : named,
    seed: asked.seed,
    mayMiss: session.uses.length > 1,
  });
  if (names.unused.length > 0) note(`not fitted: ${unusedWords(names.unused)}`);
  const { seed, starts, posterior, blocks, recover } = asked;
  return { session: session.name, agent, uses, data, ...names, seed, starts, posterior, blocks, recover };
}

/** In threads, with a progress bar. */
const inThreads =
  (workers: number | undefined, kept: KeptTasks | undefined): DoTasks =>
  async (fit, tasks) => {
    const progress = progressLine(tasks.length);
    const results = await runTasks(fit, tasks, { workers, kept, told: progress.show });
    progress.clear();
    return results;
  };

/** What agents say of the trials, of each session and kind of data. @throws InputError if nothing can be compared */
function scoredSessions(fits: readonly FittedAgent[], option: string): readonly ScoredTrials[] {
  const scored = sameData(fits).flatMap((own) => scoredTrials(own) ?? []);
  if (scored.length > 0) return scored;
  throw new InputError('there are no two fits to compare', option, 'name two or more agents with --agent');
}

function onlyOne(fits: readonly FittedAgent[]): FittedAgent {
  const [fit] = fits;
  if (fit !== undefined && fits.length === 1) return fit;
  throw new InputError(`there are ${fits.length} fits`, '--regressors', 'fit one agent to one session');
}

/** @throws InputError if the fit failed: there are no values to go on with */
function fittedSpec({ data, free, fit, posterior }: FittedAgent): SessionData['spec'] {
  const { failure } = estimatesOf(fit, posterior);
  if (failure !== undefined) throw new InputError(failure, '--regressors', 'free fewer parameters');
  return freeOfSpec(data.spec, free).withValues(fit.parameters.map(({ value }) => value));
}
