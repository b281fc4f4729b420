import { approximateWords } from '../../analysis/approximate-words.ts';
import type { Approximate } from '../../contracts/approximate.ts';
import type { Paradigm } from '../../contracts/paradigm.ts';
import type { Note } from '../../contracts/note.ts';
import { didYouMean, InputError } from '../../core/errors.ts';
import { kinds, type Kind } from '../../spec/kinds.ts';
import type { UnitGroup } from '../../contracts/units.ts';
import { catalogue } from '../../engine/catalogue.ts';
import { list } from '../../engine/registry.ts';
import type { Arguments, Command } from '../command.ts';
import { envLines, environmentsMarkdown } from '../env-pages.ts';
import { printResult, textTable } from '../output.ts';
import { parameterLines } from '../parameter-help.ts';

const command: Command = {
  name: 'list',
  group: 'experiments',
  short: 'list paradigms, agents and all their parts',
  usage: '[KIND]',
  summary: `Lists everything that is available, or one kind with its parameters. KIND is ${kinds.join(', ')}.`,
  options: {
    json: { type: 'boolean', help: 'print the complete declarations as one JSON object' },
    markdown: { type: 'boolean', help: 'for envs: print the page docs/environments.md' },
  },
  words: 1,
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const [asked] = args.positionals;
  if (asked !== undefined && !kinds.includes(asked as Kind))
    throw new InputError(`unknown kind '${asked}'`, 'phasic list', didYouMean(asked, kinds));
  if (args.on('markdown')) {
    if (asked !== 'envs' || args.on('json'))
      throw new InputError(
        '--markdown is for the page of envs alone',
        'phasic list',
        'write phasic list envs --markdown',
      );
    printResult(environmentsMarkdown(list('envs').filter((env) => env.kind === 'control')));
    return 0;
  }
  const chosen = asked === undefined ? kinds : [asked as Kind];
  if (args.on('json')) {
    const all = catalogue();
    printResult(JSON.stringify(Object.fromEntries(chosen.map((kind) => [kind, all[kind]]))));
    return 0;
  }
  const details = asked !== undefined;
  printResult(chosen.map((kind) => section(kind, details)).join('\n\n'));
  return 0;
}

function section(kind: Kind, details: boolean): string {
  const lines = list(kind).map((thing) => ({
    head: [`  ${thing.id}`, thing.title],
    more: [
      ...toldLines(thing),
      ...('manual' in thing ? envLines(thing) : []),
      ...parameterLines(thing.parameters),
      ...('units' in thing ? unitLines(thing.units ?? []) : []),
    ],
  }));
  const heads = textTable(lines.map(({ head }) => head)).split('\n');
  const body = lines.flatMap(({ more }, i) => [heads[i] as string, ...(details ? more : [])]);
  return [kind, ...body].join('\n');
}

const toldLines = (thing: object): readonly string[] => [
  ...('gridMatters' in thing ? [`      its resolution matters: ${String(thing.gridMatters)}`] : []),
  ...('approximate' in thing ? approximateWords(thing.approximate as Approximate).map((line) => `      ${line}`) : []),
  ...('settings' in thing ? settingLines(thing.settings as NonNullable<Paradigm['settings']>) : []),
  ...('nonePasses' in thing ? [`      none passes: ${String(thing.nonePasses)}`] : []),
  ...('noneFails' in thing ? [`      none fails: ${String(thing.noneFails)}`] : []),
  ...('notes' in thing ? (thing.notes as readonly Note[]).map(noteLine) : []),
  ...('needsTrials' in thing ? [`      requires the boundaries of trials: ${String(thing.needsTrials)}`] : []),
];

/** What agents are run with in a paradigm, where it is not their own. */
const settingLines = (settings: NonNullable<Paradigm['settings']>): readonly string[] =>
  Object.entries(settings).map(([agent, parts]) => {
    const values = Object.entries(parts).flatMap(([part, own]) =>
      Object.entries(own ?? {}).map(([name, value]) => `${part}.${name}=${value}`),
    );
    return `      ${agent} is run here with ${values.join(', ')}`;
  });

/** A note, with its agents and signatures. */
const noteLine = ({ agents, signatures = [], why }: Note): string =>
  `      note on ${agents.join(', ')}${signatures.length === 0 ? '' : ` (${signatures.join(', ')})`}: ${why}`;

/** The units of a part that `phasic run --units` can record, one line per group. */
function unitLines(groups: readonly UnitGroup[]): readonly string[] {
  const rows = groups.map(({ id, title, unit, each }) => [`      units ${id}`, unit, `${title}; each is ${each}`]);
  return rows.length === 0 ? [] : textTable(rows).split('\n');
}
