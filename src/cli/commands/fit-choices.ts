import { InputError } from '../../core/errors.ts';
import { requireStages, type ChoiceModel } from '../../fitting/choices/choice-model.ts';
import { requireGroup, type GroupedChoices } from '../../fitting/choices/group-fits.ts';
import { choiceModels, findChoiceModel } from '../../fitting/choices/registry.ts';
import { whyNotFitted } from '../../fitting/choices/subject-fits.ts';
import { usualStarts } from '../../fitting/fit.ts';
import { contrastOf } from '../../fitting/group/contrast.ts';
import type { SubjectChoices } from '../../fitting/recorded/choice-trials-of.ts';
import type { ReadingWatch } from '../../recorded/watch.ts';
import { choiceFitsReport, choiceFitsTable } from '../choice-fits-report.ts';
import { choiceRegressorsTable } from '../choice-regressors.ts';
import { choiceFits, choiceGroup, recoveredChoices } from '../choice-fits.ts';
import { choicesFigure } from '../choice-figure.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { contrastAsked, contrastOption } from '../contrast-option.ts';
import { groupReport } from '../group-report.ts';
import { keepNothing } from '../interruption.ts';
import { note, textTable } from '../output.ts';
import { openOutputs } from '../outputs.ts';
import { posteriorAsked, posteriorOption } from '../posterior-option.ts';
import { recordedChoices } from '../recorded-choices.ts';
import { sharedOptions } from '../shared-options.ts';
import { watched } from '../watched.ts';

const command: Command = {
  name: 'fit-choices',
  group: 'experiments',
  short: 'fit models of choices to the choices of many subjects: parameters with errors, and which model explains more',
  isLong: true,
  usage: 'FILE --model ID[,ID]',
  summary:
    'Fits models that learn once a trial to a table of choices, subject by subject. Estimates are maxima of the posterior with 95 % intervals; missed trials are skipped, and subjects may have different numbers of trials. --recover says whether subjects with these trials could be told apart at all.',
  examples: [
    'phasic fit-choices choices.csv --subject subject --model rescorla-wagner,choice-kernel',
    'phasic fit-choices choices.csv --model rescorla-wagner,win-stay-lose-shift --recover 100',
    'phasic fit-choices two-step.csv --subject id --model two-step-weights,two-step-model-free',
  ],
  options: {
    model: { type: 'string', multiple: true, value: 'ID,ID', help: 'models to fit and to compare (listed below)' },
    mapping: {
      type: 'string',
      value: 'FILE',
      help: 'what is what in the recording: the cues, the rewards, the signal',
    },
    subject: {
      type: 'string',
      value: 'COLUMN',
      help: 'whose trials they are (default: all rows of the mapping are one subject)',
    },
    block: { type: 'string', value: 'COLUMN', help: 'where it changes, everything learned is forgotten' },
    'initial-value': { type: 'string', value: 'N', help: 'value of every option at first, reward units (default 0.5)' },
    'common-share': {
      type: 'string',
      value: 'N',
      help: 'of two-step tasks: how often a first choice leads to its usual second state (default 0.7)',
    },
    starts: { type: 'string', value: 'N', help: `searches from different starts (default ${usualStarts})` },
    group: {
      type: 'boolean',
      help: 'also fit all subjects at once (empirical Bayes): mean and spread of the group, and which models the population uses',
    },
    contrast: contrastOption,
    posterior: {
      ...posteriorOption,
      help: `${posteriorOption.help}; with --group, chains are of the whole group`,
    },
    blocks: {
      type: 'string',
      value: 'K',
      help: "also fit without each of K blocks of a subject's trials, and score the block: held-out likelihood. Whole blocks of --block if there are K",
    },
    recover: {
      type: 'string',
      value: 'N',
      help: "can these trials tell? Simulates N subjects of each model on the first subject's trials, and fits them with every model",
    },
    regressors: {
      type: 'string',
      value: 'FILE.tsv',
      help: "save the fitted model's probability, value and signed and unsigned RPE in each trial",
    },
    ...sharedOptions('seed', 'workers', 'json', 'csv', 'figure'),
  },
  details: () =>
    `Models:\n\n${textTable(choiceModels.map(({ id, title }) => [`  ${id}`, title]))}\n\ndocs/fitting.md says what is computed.`,
  words: 1,
  run: (args) => watched(args.positionals[0] ?? 'choices', (watch) => run(args, watch)),
};
export default command;

async function run(args: Arguments, watch: ReadingWatch): Promise<number> {
  const [path] = args.positionals;
  if (path === undefined)
    throw new InputError('missing argument FILE', 'phasic fit-choices', 'name a table with one row a trial');
  const models = modelsIn(args);
  const { seed, starts, draws, blocks, workers, posterior } = askedOf(args, models);
  const outputs = await openOutputs(args, ['csv', 'figure', 'regressors']);
  let done = 0;
  keepNothing(() => `stopped after ${done} subjects; nothing was saved`);
  const { subjects, notes } = await recordedChoices(path, args, watch);
  notes.forEach((one) => note(one));
  const fitted = subjects.filter(isFitted);
  const [first] = fitted;
  if (first === undefined) throw new InputError('no subject can be fitted', path, 'see the reasons above');
  for (const model of models) requireStages(model, first.trials);
  const grouped = args.on('group') ? groupIn(fitted, args) : undefined;
  // Chains of a group are of all its subjects, in place of chains of each.
  const isChained = grouped !== undefined && posterior === 'nuts';
  const own = { seed, starts, blocks, posterior: isChained ? undefined : posterior };
  const fits = await choiceFits(fitted, models, own, { workers, told: (count) => (done = count) });
  const recovery =
    draws === 0 ? undefined : await recoveredChoices(first.trials, models, fits, { seed, starts, draws, workers });
  const group = grouped && (await choiceGroup(grouped, models, { seed, isChained, workers }));
  await outputs.writeTable('csv', () => choiceFitsTable(fits));
  await outputs.writeTable('regressors', () => choiceRegressorsTable(fitted, fits));
  await outputs.writeFigure('figure', async () => choicesFigure(fits, models, fitted, seed));
  const result = {
    fits,
    ...(group === undefined ? {} : { group }),
    ...(recovery === undefined ? {} : { recovery }),
  };
  const titled = models.map(({ id, title, parameters }) => ({
    id,
    title,
    parameters: parameters(first.trials.options),
  }));
  outputs.report(
    args.on('json')
      ? JSON.stringify(result)
      : [
          choiceFitsReport(models, fits, recovery),
          ...(group === undefined ? [] : [groupReport(titled, group, 'subjects')]),
        ].join('\n\n'),
  );
  return 0;
}

/** What options ask for. @throws InputError for what does not go together */
function askedOf(args: Arguments, models: readonly ChoiceModel[]) {
  const whole = (name: string, usual: number, min: number, max: number): number =>
    wholeNumber(args.text(name) ?? String(usual), `--${name}`, min, max);
  if (args.text('regressors') !== undefined && models.length > 1)
    throw new InputError(`there are ${models.length} models`, '--regressors', 'fit one model');
  if (args.text('contrast') !== undefined && !args.on('group'))
    throw new InputError('a contrast is of groups', '--contrast', 'add --group');
  const workers = args.text('workers');
  return {
    seed: whole('seed', 1, 0, 0xffffffff),
    starts: whole('starts', usualStarts, 1, 1000),
    draws: whole('recover', 0, 0, 10_000),
    blocks: whole('blocks', 0, 0, 100),
    workers: workers === undefined ? undefined : whole('workers', 1, 1, 256),
    posterior: posteriorAsked(args),
  };
}

/** @throws InputError for subjects that are no group, or do not differ in the contrast */
function groupIn(subjects: readonly SubjectChoices[], args: Arguments): GroupedChoices {
  const asked = contrastAsked(args);
  const cells = subjects.map(({ subject, cell = '' }) => ({ subject, cell }));
  const group: GroupedChoices = {
    subjects: subjects.map(({ subject, trials }) => ({ subject, trials })),
    ...(asked === undefined ? {} : { contrast: contrastOf(asked.column, cells, asked.reference) }),
  };
  requireGroup(group);
  return group;
}

function modelsIn(args: Arguments): readonly ChoiceModel[] {
  const names = new Set(args.texts('model').flatMap((list) => list.split(',').map((name) => name.trim())));
  if (names.size > 0) return [...names].map(findChoiceModel);
  throw new InputError(
    'no model is named',
    '--model',
    `name one or more of: ${choiceModels.map(({ id }) => id).join(', ')}`,
  );
}

function isFitted({ subject, trials }: SubjectChoices): boolean {
  const why = whyNotFitted(trials);
  if (why !== undefined) note(`${subject === '' ? 'the subject' : `subject ${subject}`} is left out: ${why}`);
  return why === undefined;
}
