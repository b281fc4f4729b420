import { InputError } from '../../core/errors.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { locateParameter } from '../../spec/locate.ts';
import { withValue } from '../../spec/part-of.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { find, ids, lookup } from '../../engine/registry.ts';
import { expandSweep, specOf } from '../../engine/sweep.ts';
import type { ModelsInDesign } from '../../fitting/designs/examined-design.ts';
import { trialChooser } from '../../fitting/designs/next-trial.ts';
import type { TrialSoFar } from '../../fitting/designs/rig-trials.ts';
import { discriminate } from '../../jobs/discriminate/run-discriminate.ts';
import { specJson } from '../../storage/export.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { noiseFrom } from '../discriminate-noise.ts';
import { discriminationJson, discriminationReport, discriminationTable, type Asked } from '../discriminate-report.ts';
import { doneOptions } from '../done-options.ts';
import { specsFrom } from '../experiment-options.ts';
import { keepNothing } from '../interruption.ts';
import { note, printResult, progressLine } from '../output.ts';
import { openOutputs } from '../outputs.ts';
import { trialsByLine, trialsSoFar } from '../trials-so-far.ts';
import { sharedOptions } from '../shared-options.ts';
import { variationFrom } from '../vary-option.ts';

const command: Command = {
  name: 'discriminate',
  group: 'experiments',
  short: 'which design tells agents apart: predictions, and the trials and animals that it takes',
  isLong: true,
  usage: 'PARADIGM | SPEC.json | DESIGN.txt --agents ID,ID',
  summary:
    'Finds the design in which agents differ most in what a recording would show, for the noise at hand, with parameters from their priors; and simulates experiments to say how many trials and animals tell them apart. The best design is saved ready to run.',
  examples: [
    'phasic discriminate schultz-1997 --agents td-csc,anccr --recording dlight --vary itiSeconds=4..30',
    'phasic discriminate jeong-2022-trial-less --agents td-csc,anccr --noise rho=0.9,sd=2 --save d.json',
    'phasic discriminate design.txt --agents td-csc,anccr --recording dlight --figure grant.svg',
  ],
  options: {
    agents: { type: 'string', multiple: true, value: 'ID,ID', ids: 'agents', help: 'agents to tell apart' },
    vary: {
      type: 'string',
      multiple: true,
      value: 'NAME=FROM..TO[:log] | NAME=A,B,C',
      help: 'a parameter of the design, and its values that are compared; may be repeated',
    },
    grid: { type: 'string', value: 'N', help: 'values of each range (default 5)' },
    ...doneOptions,
    noise: {
      type: 'string',
      value: 'rho=R,sd=S | FIT.json',
      help: "noise of the recording: correlation of a bin with the next, standard deviation in the sensor's unit; or as a saved fit found it (default: the sensor's own)",
    },
    bin: { type: 'string', value: 'SECONDS', help: 'bins of the signal (default 0.05)' },
    animals: { type: 'string', value: 'FROM..TO', help: 'numbers of animals (default 4..20)' },
    experiments: {
      type: 'string',
      value: 'N',
      help: 'experiments that are simulated for each agent as the true one (default 400)',
    },
    ...sharedOptions('set', 'seed', 'workers', 'json', 'csv', 'figure'),
    'next-trial': {
      type: 'string',
      value: 'FILE',
      help: 'for a rig: print the trial type that tells most after the trials of a table (CSV or JSON: type, response, outcome), and nothing else; -: trials come line by line on standard input (JSON), and each is answered',
    },
    repeats: { type: 'string', value: 'K', help: 'with --next-trial: how often a trial type may come in a row' },
    save: { type: 'string', value: 'FILE', help: 'save the best design, ready for `phasic run FILE`' },
  },
  details: () => 'docs/discriminate.md says what is computed.',
  words: 1,
  ids: ['paradigms'],
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const agents = agentsFrom(args);
  const soFar = args.text('next-trial');
  if (soFar !== undefined) return chooseTrial(args, soFar, agents);
  if (args.text('repeats') !== undefined)
    throw new InputError('it says which trial may come next', '--repeats', 'give it with --next-trial FILE');
  const outputs = await openOutputs(args, ['csv', 'figure', 'save']);
  const asked = await askedOf(args, agents);
  const found = await discriminate(
    asked.designs.map(({ models }) => models),
    {
      animals: asked.animals,
      experiments: wholeNumber(args.text('experiments') ?? '400', '--experiments', 10, 100_000),
      workers: asked.workers,
      begun(what, parts) {
        keepNothing(() => `stopped at ${what}; nothing was saved`);
        const progress = progressLine(parts);
        return (done) => (done === parts ? progress.clear() : progress.show(done));
      },
    },
  );
  const best = asked.designs[found.best] as Asked['designs'][number];
  await outputs.writeTable('csv', () => discriminationTable(asked, found));
  await outputs.writeFigure('figure', async () =>
    (await import('../discriminate-figure.ts')).discriminationSvg(asked, found),
  );
  await outputs.write('save', () => specJson(best.models.specs[0] as TrialSpec));
  outputs.report(args.on('json') ? discriminationJson(asked, found) : discriminationReport(asked, found));
  return 0;
}

/** What belongs to comparing designs. */
const ofDesigns = ['vary', 'grid', 'animals', 'experiments', 'workers', 'csv', 'figure', 'save'] as const;

async function chooseTrial(args: Arguments, file: string, agents: readonly string[]): Promise<number> {
  const without = ofDesigns.find((name) => args.texts(name).length > 0);
  if (without !== undefined)
    throw new InputError('a rig has one design, and what is printed is a trial type', `--${without}`, 'leave it out');
  const asked = await askedOf(args, agents);
  const [{ models }] = asked.designs as [Asked['designs'][number]];
  const repeats = args.text('repeats');
  const most = repeats === undefined ? undefined : wholeNumber(repeats, '--repeats', 1, 1000);
  const { names } = asked;
  const chooser = trialChooser(models);
  const answer = (soFar: readonly TrialSoFar[]): void => {
    const next = chooser.next(soFar, most);
    if (next.candidates.every(({ gain }) => gain < leastGain))
      note(`no trial type tells ${names.join(' and ')} apart by now: each gives less than ${leastGain} nats`);
    printResult(
      args.on('json')
        ? JSON.stringify({ ...next, agents: agents.map((id, i) => ({ id, probability: next.agents[i] })) })
        : next.type,
    );
  };
  if (file !== '-') {
    answer(await trialsSoFar(file));
    return 0;
  }
  const soFar: TrialSoFar[] = [];
  answer(soFar);
  for await (const trial of trialsByLine()) {
    soFar.push(trial);
    answer(soFar);
  }
  return 0;
}

/** Nats: a thousand such trials give 20 to 1. */
const leastGain = 0.003;

function agentsFrom(args: Arguments): readonly string[] {
  const named = args.texts('agents').flatMap((list) => list.split(',').map((name) => name.trim()));
  const twice = named.find((name, i) => named.indexOf(name) < i);
  if (twice !== undefined)
    throw new InputError(`'${twice}' is named twice`, '--agents', 'an agent cannot be told from itself; name others');
  if (named.length < 2)
    throw new InputError(
      named.length === 0 ? 'no agents are named' : `'${named[0]}' is alone`,
      '--agents',
      `name two or more of: ${ids('agents').slice(0, 8).join(', ')}, ...`,
    );
  return named.map((name) => find('agents', name).id);
}

async function askedOf(args: Arguments, agents: readonly string[]): Promise<Asked> {
  const specs = onOneGrid(await specsFrom(args, 'discriminate', agents));
  const [first] = specs as [TrialSpec];
  const variations = args.texts('vary').map((text) => {
    const variation = variationFrom(first, text);
    if (locateParameter(lookup, first, variation.path).part !== 'world')
      throw new InputError(
        `'${variation.path}' is not a parameter of the design`,
        '--vary',
        "vary what the experimenter chooses; an agent's parameters vary by their priors",
      );
    return variation;
  });
  const pointsPerRange = wholeNumber(args.text('grid') ?? '5', '--grid', 1, 50);
  const sweeps = specs.map((spec) => expandSweep(spec, variations, { kind: 'grid', pointsPerRange }));
  const [{ subjects, varied }] = sweeps as [(typeof sweeps)[number]];
  const noise = await noiseFrom(args, first.recording, first.seed);
  const workers = args.text('workers');
  const names = agents.map((agent) => find('agents', agent).title);
  return {
    agents,
    names,
    noise,
    animals: animalsFrom(args.text('animals') ?? '4..20'),
    seed: first.seed,
    workers: workers === undefined ? undefined : wholeNumber(workers, '--workers', 1, 256),
    varied: varied.map(({ path, name }) => ({
      path,
      name,
      isLog: variations.some((one) => one.path === path && 'scale' in one && one.scale === 'log'),
    })),
    designs: Array.from({ length: subjects }, (_, design) => ({
      settings: varied.map(({ values }) => values[design] as number | string | boolean),
      models: {
        specs: sweeps.map((sweep) => completeTrialSpec(specOf(sweep, design))),
        names,
        noise,
        seed: first.seed,
      } satisfies ModelsInDesign,
    })),
  };
}

/** All agents on the finest grid of time of any: otherwise events would come up to a step apart, and that is not a prediction. */
function onOneGrid(specs: readonly TrialSpec[]): readonly TrialSpec[] {
  const finest = Math.min(...specs.map(({ agent }) => agent.architecture.parameters['resolutionSeconds'] as number));
  return specs.map((spec) => completeTrialSpec(withValue(spec, 'architecture', 'resolutionSeconds', finest)));
}

function animalsFrom(text: string): readonly [number, number] {
  const [least = '', most = least, more] = text.split('..');
  const range = [wholeNumber(least, '--animals', 1, 200), wholeNumber(most, '--animals', 1, 200)] as const;
  if (more === undefined && range[0] <= range[1]) return range;
  throw new InputError(`'${text}' is not allowed`, '--animals', 'give a range such as 4..20');
}
