import { resolve } from 'node:path';
import { didYouMean, InputError } from '../core/errors.ts';
import { allCommands, commandNames, loadCommand } from './all-commands.ts';
import {
  commandGroups,
  commandHelp,
  parseCommandLine,
  UnknownOptionError,
  type Arguments,
  type Command,
} from './command.ts';
import { listenForInterrupts } from './interruption.ts';
import { beQuiet, note, printResult, tell, textTable } from './output.ts';
import { readmeTable } from './readme-table.ts';
import { indented } from './text-width.ts';
import { loadAll } from '../engine/registry.ts';
import { partsVariable } from '../own-parts/parts-variable.ts';
import { version } from '../install/version.ts';

const badInput = 2;

/** @returns the exit code: 0 done, 1 a check failed, 2 bad input */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    tell(`phasic: ${error.message.replace(/^phasic(: | (?=\S+: ))/, '')}`);
    return badInput;
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = await takeParts(argv);
  if (name === undefined || ['help', '--help', '-h'].includes(name)) return help(rest);
  if (['version', '--version', '-v', '-V'].includes(name)) {
    printResult(version);
    return 0;
  }
  const leaveInterrupts = listenForInterrupts(name);
  const command = await loadCommand(knownName(name));
  if (command.isLong !== true) leaveInterrupts();
  const args = await argumentsOf(command, rest);
  if (command.loadsParts !== true || args.on('help')) await loadAll();
  if (args.on('quiet')) beQuiet();
  if (args.on('help')) {
    printResult(commandHelp(command, args.positionals));
    return 0;
  }
  return command.run(args);
}

/** @throws InputError as parseCommandLine; for an option of other commands it names them */
async function argumentsOf(command: Command, words: readonly string[]): Promise<Arguments> {
  try {
    return parseCommandLine(command, words);
  } catch (error) {
    throw error instanceof UnknownOptionError ? error.among(await allCommands()) : error;
  }
}

/** @throws InputError for a command that does not exist */
function knownName(name: string): string {
  if (commandNames.includes(name)) return name;
  throw new InputError(
    name.startsWith('-') ? `a command is missing before '${name}'` : `unknown command '${name}'`,
    'phasic',
    didYouMean(name, [...commandNames, 'help', 'version'], 'phasic help lists all'),
  );
}

/**
 * Adds the user's own parts where `--parts FOLDER` or the environment names some.
 * @returns the command line without it
 * @throws InputError where the folder is not one of parts
 */
async function takeParts(argv: readonly string[]): Promise<readonly string[]> {
  const at = argv.findIndex((word) => word === '--parts' || word.startsWith('--parts='));
  if (at < 0 && !process.env[partsVariable]) return argv;
  const isJoined = argv[at]?.startsWith('--parts=') === true;
  const folder = isJoined ? argv[at]?.slice('--parts='.length) : argv[at + 1];
  if (at >= 0) {
    if (folder === undefined || folder === '' || folder.startsWith('--'))
      throw new InputError('--parts needs a value', 'phasic', 'write --parts FOLDER');
    // Threads and processes of this one are told so too.
    process.env[partsVariable] = resolve(folder);
  }
  const { broken } = await (await import('../own-parts/load.ts')).ownParts();
  for (const { what, where, remedy } of broken) note(`phasic: ${where}: ${what}; ${remedy}`);
  return at < 0 ? argv : argv.toSpliced(at, isJoined ? 1 : 2);
}

/** `phasic help COMMAND` is `phasic COMMAND --help`. */
async function help([of, ...words]: readonly string[]): Promise<number> {
  if (of === '--markdown') printResult(readmeTable(await allCommands()));
  else if (of === undefined) printResult(overview(await allCommands()));
  else {
    const command = await loadCommand(knownName(of));
    await loadAll();
    printResult(commandHelp(command, words));
  }
  return 0;
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commandNames.map(({ length }) => length));
  const groups = Object.entries(commandGroups).map(([group, title]) => {
    const rows = commands
      .filter((command) => command.group === group)
      .map(({ name, short }) => [`  ${name.padEnd(width)}`, short]);
    return `${title}\n${textTable(rows)}`;
  });
  return [
    indented(`phasic ${version}: dopamine reward prediction errors, simulated next to the recordings`, 0),
    ...groups,
    'phasic help COMMAND says more. A first run: phasic run schultz-1997',
  ].join('\n\n');
}
