import { InputError } from '../../core/errors.ts';
import { choiceRegressorsTable } from '../../fitting/recorded/choice-regressors.ts';
import { exampleChoices } from '../../fitting/choices/example-choices.ts';
import {
  fitChoices,
  fittedSubjects,
  type AskedOfChoices,
  type DoChoiceWork,
} from '../../fitting/recorded/fit-choices.ts';
import type { ChoiceWork } from '../../fitting/choices/choice-work.ts';
import { choiceModels, findChoiceModel, titledModel } from '../../fitting/choices/registry.ts';
import { scoredChoices } from '../../fitting/report/scored-choices.ts';
import { trialScoresTable, type ScoredTrials } from '../../fitting/report/compared-trials.ts';
import { usualStarts } from '../../fitting/fit.ts';
import { choiceFitsTable } from '../../fitting/report/choice-fits-table.ts';
import { runChoiceWork } from '../../jobs/choices/run-choices.ts';
import type { ReadingWatch } from '../../recorded/watch.ts';
import { version } from '../../install/version.ts';
import { evidenceSvg } from '../evidence-svg.ts';
import { choicesFigure } from '../choice-figure.ts';
import { choiceFitsReport } from '../choice-fits-report.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { contrastAsked, contrastOption } from '../contrast-option.ts';
import { groupReport } from '../group-report.ts';
import { keepNothing } from '../interruption.ts';
import { note, progressLine, textTable } from '../output.ts';
import { openOutputs } from '../outputs.ts';
import { posteriorAsked, posteriorOption } from '../posterior-option.ts';
import { recordedChoices } from '../recorded-choices.ts';
import { sharedOptions } from '../shared-options.ts';
import { indented } from '../text-width.ts';
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
    `phasic fit-choices ${exampleChoices.name} --subject subject --model rescorla-wagner --group`,
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
    ...sharedOptions('trials', 'trials-figure', 'seed', 'workers', 'json', 'csv', 'figure'),
  },
  details: () =>
    `Models:\n\n${textTable(choiceModels.map(({ id, title }) => [`  ${id}`, title]))}\n\n${indented(`${exampleChoices.name}: ${exampleChoices.summary}`, 0)}\n\ndocs/fitting.md says what is computed.`,
  words: 1,
  run: (args) => watched(args.positionals[0] ?? 'choices', (watch) => run(args, watch)),
};
export default command;

async function run(args: Arguments, watch: ReadingWatch): Promise<number> {
  const [path] = args.positionals;
  if (path === undefined)
    throw new InputError('missing argument FILE', 'phasic fit-choices', 'name a table with one row a trial');
  const asked = askedOf(args);
  const { models, seed } = asked;
  const workers = args.text('workers') === undefined ? undefined : wholeIn(args, 'workers', 1, 1, 256);
  const outputs = await openOutputs(args, ['csv', 'figure', 'regressors', 'trials', 'trials-figure']);
  let done = 0;
  keepNothing(() => `stopped after ${done} subjects; nothing was saved`);
  const { subjects, notes } = await recordedChoices(path, args, watch);
  notes.forEach((one) => note(one));
  const { fitted, leftOut } = fittedSubjects(subjects);
  leftOut.forEach((one) => note(one));
  const result = await fitChoices(
    fitted,
    asked,
    inThreads(workers, (count) => (done = count)),
  );
  const titled = models.map((id) => titledModel(id, fitted[0].trials.options));
  await outputs.writeTable('csv', () => choiceFitsTable(result.fits));
  await outputs.writeTable('regressors', () => choiceRegressorsTable(fitted, result.fits));
  await outputs.writeFigure('figure', async () => choicesFigure(result.fits, titled, fitted, seed));
  const scored = models.length < 2 ? [] : scoredChoices(fitted, models.map(findChoiceModel), result.fits);
  await outputs.writeTable('trials', () => trialScoresTable([requireScored(scored, '--trials')], 'subject'));
  await outputs.writeFigure('trials-figure', async () =>
    evidenceSvg(requireScored(scored, '--trials-figure'), `phasic fit-choices · seed ${seed} · phasic ${version}`),
  );
  outputs.report(
    args.on('json')
      ? JSON.stringify(result)
      : [
          choiceFitsReport(titled, result, scored),
          ...(result.group === undefined ? [] : [groupReport(titled, result.group, 'subjects')]),
        ].join('\n\n'),
  );
  return 0;
}

/** @throws InputError if nothing can be compared */
function requireScored(scored: readonly ScoredTrials[], option: string): readonly ScoredTrials[] {
  if (scored.length > 0) return scored;
  throw new InputError('there are no two fits to compare', option, 'name two or more models with --model');
}

/** With progress bars. @param told called with the number of subjects that are fitted */
const inThreads =
  (workers: number | undefined, told: (subjects: number) => void): DoChoiceWork =>
  async (pieces) => {
    const all: readonly ChoiceWork[] = pieces;
    const progress = progressLine(pieces.length);
    const results = await runChoiceWork(pieces, {
      workers,
      told(done) {
        progress.show(done);
        const subjects = all.slice(0, done).flatMap((piece) => (piece.kind === 'subjects' ? piece.subjects : []));
        if (subjects.length > 0) told(subjects.length);
      },
    });
    progress.clear();
    return results;
  };

const wholeIn = (args: Arguments, name: string, usual: number, min: number, max: number): number =>
  wholeNumber(args.text(name) ?? String(usual), `--${name}`, min, max);

/** What options ask for. @throws InputError for what does not go together */
function askedOf(args: Arguments): AskedOfChoices {
  const models = modelsIn(args);
  if (args.text('regressors') !== undefined && models.length > 1)
    throw new InputError(`there are ${models.length} models`, '--regressors', 'fit one model');
  if (args.text('contrast') !== undefined && !args.on('group'))
    throw new InputError('a contrast is of groups', '--contrast', 'add --group');
  return {
    models,
    seed: wholeIn(args, 'seed', 1, 0, 0xffffffff),
    starts: wholeIn(args, 'starts', usualStarts, 1, 1000),
    posterior: posteriorAsked(args),
    isGroup: args.on('group'),
    contrast: contrastAsked(args),
    blocks: wholeIn(args, 'blocks', 0, 0, 100),
    recover: wholeIn(args, 'recover', 0, 0, 10_000),
  };
}

/** Their ids. @throws InputError for an unknown one, and for none */
function modelsIn(args: Arguments): readonly string[] {
  const names = new Set(args.texts('model').flatMap((list) => list.split(',').map((name) => name.trim())));
  if (names.size > 0) return [...names].map((name) => findChoiceModel(name).id);
  throw new InputError(
    'no model is named',
    '--model',
    `name one or more of: ${choiceModels.map(({ id }) => id).join(', ')}`,
  );
}
