import { resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { partsVariable } from '../../own-parts/parts-variable.ts';
import type { Arguments, Command } from '../command.ts';
import { note, printResult } from '../output.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'check',
  group: 'program',
  short: 'check a folder of your own agents, paradigms and other parts',
  usage: 'FOLDER',
  summary:
    'Loads the parts of a folder, which runs their code, and checks what the program requires of its own parts: a complete declaration, the same results with the same seed, an exact resume from a saved state, finite numbers, and measurable signatures. Exits with 1 if a check fails. Docs: docs/your-own-model.md',
  examples: ['phasic check my-parts', 'phasic check my-parts --json', 'phasic check . --quiet'],
  options: sharedOptions('json'),
  words: 1,
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const [folder] = args.positionals;
  if (folder === undefined)
    throw new InputError('missing argument FOLDER', 'phasic check', 'write phasic check FOLDER');
  process.env[partsVariable] = resolve(folder);
  const { ownParts } = await import('../../own-parts/load.ts');
  const { checkParts } = await import('../../own-parts/check.ts');
  const { loaded, broken } = await ownParts();
  const checked = checkParts(loaded);
  const failed = checked.filter(({ flaws }) => flaws.length > 0);
  if (args.on('json'))
    printResult(
      JSON.stringify({ loaded, broken: broken.map(({ what, where, remedy }) => ({ what, where, remedy })), checked }),
    );
  else {
    for (const { what, where, remedy } of broken) note(`phasic: ${where}: ${what}; ${remedy}`);
    printResult(
      [
        `${loaded.length} parts loaded, ${broken.length} broken`,
        ...checked.map(
          ({ name, flaws }) =>
            `  ${flaws.length === 0 ? 'holds' : 'FAILS'}  ${name}${flaws.map((flaw) => `\n           ${flaw}`).join('')}`,
        ),
      ].join('\n'),
    );
  }
  return broken.length + failed.length === 0 ? 0 : 1;
}
