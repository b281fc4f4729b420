import { didYouMean, InputError } from '../../core/errors.ts';
import { kinds, type Kind } from '../../spec/kinds.ts';
import { catalogue } from '../../engine/catalogue.ts';
import { list } from '../../engine/registry.ts';
import type { Arguments, Command } from '../command.ts';
import { environmentsMarkdown } from '../env-pages.ts';
import { printResult } from '../output.ts';
import { titledIds } from '../titled-ids.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'list',
  group: 'experiments',
  short: 'list paradigms, agents and all their parts',
  usage: '[KIND]',
  summary: `Lists everything that is available, or one kind, a line each. KIND is ${kinds.join(', ')}.`,
  examples: ['phasic list  # everything, a line each', 'phasic list paradigms', 'phasic list agents --json'],
  options: {
    markdown: { type: 'boolean', help: 'for envs: print the page docs/environments.md' },
    ...sharedOptions('json'),
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
  printResult([...chosen.map(section), '`phasic show ID` says more of one.'].join('\n\n'));
  return 0;
}

function section(kind: Kind): string {
  return [kind, titledIds(list(kind))].join('\n');
}
