import { didYouMean, InputError } from '../../core/errors.ts';
import { completeSpec } from '../../engine/complete-spec.ts';
import { catalogue } from '../../engine/catalogue.ts';
import { ids } from '../../engine/registry.ts';
import { designOf } from '../../engine/world.ts';
import { readExperimentFile } from '../../session/experiment-file.ts';
import { isExperimentFile } from '../../session/experiment-name.ts';
import { kinds, type Kind } from '../../spec/kinds.ts';
import { partOf } from '../../spec/part-of.ts';
import { partNames, parts } from '../../spec/parts.ts';
import { isControl, type Spec } from '../../spec/spec.ts';
import { agentName } from '../../storage/export.ts';
import { defaultRunsFolder } from '../../storage/runs-folder.ts';
import type { Arguments, Command } from '../command.ts';
import { designLines } from '../design-lines.ts';
import { matrixLines } from '../matrix-lines.ts';
import { note, printResult, textTable } from '../output.ts';
import { partPage } from '../part-page.ts';
import { runFolder } from '../run-folder.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'show',
  group: 'experiments',
  short: 'show one paradigm, agent, part, file or saved run',
  usage: 'ID | FILE | RUN | LINK',
  summary:
    'Shows one thing: a paradigm with its design, its signatures and who passes; an agent with its parts and where it passes; any other part with its parameters; the experiment in a file, a saved run, a figure or a link.',
  examples: ['phasic show schultz-1997', 'phasic show td-csc', 'phasic show design.txt  # or a saved run, or a link'],
  options: sharedOptions('json', 'runs'),
  words: 1,
  ids: kinds,
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const [asked] = args.positionals;
  if (asked === undefined)
    throw new InputError('missing argument ID', 'phasic show', 'name one; `phasic list` lists all');
  const kindsOfId = kinds.filter((kind) => ids(kind).includes(asked));
  if (kindsOfId.length > 0) printResult(args.on('json') ? partsJson(kindsOfId, asked) : pages(kindsOfId, asked));
  else await showExperiment(asked, args);
  return 0;
}

function partsJson(of: readonly Kind[], id: string): string {
  const all = catalogue();
  return JSON.stringify(Object.fromEntries(of.map((kind) => [kind, all[kind].find((one) => one.id === id)])));
}

const pages = (of: readonly Kind[], id: string): string =>
  of.map((kind) => [partPage(kind, id), ...matrixLines(kind, id)].join('\n')).join('\n\n');

async function showExperiment(asked: string, args: Arguments): Promise<void> {
  const place = runFolder(asked, args.text('runs') ?? defaultRunsFolder());
  if (!isExperimentFile(place)) throw unknown(asked);
  const { spec, notes } = await readExperimentFile(place);
  for (const one of notes) note(`${asked}: ${one}`);
  const complete = completeSpec(spec);
  printResult(args.on('json') ? JSON.stringify(complete) : experimentPage(complete));
}

function unknown(asked: string): InputError {
  const all = kinds.flatMap(ids);
  return new InputError(
    `'${asked}' is neither an id nor a file`,
    'phasic show',
    didYouMean(asked, all, '`phasic list` names everything'),
  );
}

/** The parts of an experiment with their parameters, and its design where it has one. */
function experimentPage(spec: Spec): string {
  const rows = partNames.flatMap((name) => {
    const part = partOf(spec, name);
    if (part === undefined) return [];
    const values = Object.entries(part.parameters).map(([parameter, value]) => `${parameter}=${value}`);
    return [[`  ${parts[name].title}`, part.id, values.join(', ')]];
  });
  return [
    `${spec.world.id}, ${agentName(spec)}, seed ${spec.seed}`,
    '',
    textTable(rows),
    ...(isControl(spec) ? [] : ['', 'Design', ...designLines(designOf(spec))]),
  ].join('\n');
}
