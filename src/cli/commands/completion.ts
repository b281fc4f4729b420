import { didYouMean, InputError } from '../../core/errors.ts';
import { allCommands } from '../all-commands.ts';
import type { Arguments, Command } from '../command.ts';
import { completionScripts, shells } from '../completion-scripts.ts';
import { printResult } from '../output.ts';

const command: Command = {
  name: 'completion',
  group: 'program',
  short: 'print a script that completes commands, options and ids in your shell',
  usage: shells.join(' | '),
  summary:
    'Prints a script for your shell, which then completes commands, options, ids of paradigms, agents and their parts, and files with the tab key.',
  examples: [
    'source <(phasic completion bash)  # in ~/.bashrc',
    'phasic completion zsh > "${fpath[1]}/_phasic"',
    'phasic completion fish > ~/.config/fish/completions/phasic.fish',
  ],
  options: {},
  words: 1,
  run,
};
export default command;

async function run({ positionals: [asked] }: Arguments): Promise<number> {
  if (asked === undefined)
    throw new InputError('missing argument SHELL', 'phasic completion', `name one of ${shells.join(', ')}`);
  const shell = shells.find((one) => one === asked);
  if (shell === undefined)
    throw new InputError(`no completion for '${asked}'`, 'phasic completion', didYouMean(asked, shells));
  printResult(completionScripts[shell](await allCommands()));
  return 0;
}
