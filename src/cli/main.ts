import { resolve } from 'node:path';
import { didYouMean, InputError } from '../core/errors.ts';
import { commandGroups, commandHelp, parseCommandLine, type Command } from './command.ts';
import { listenForInterrupts } from './interruption.ts';
import { note, printResult, textTable } from './output.ts';
import { readmeTable } from './readme-table.ts';
import { partsVariable } from '../own-parts/parts-variable.ts';
import { version } from '../install/version.ts';

// Adding a file to this folder is enough to add a command. Loaded on demand, so that `run` does not wait for what only
// `serve` needs.
const files = import.meta.glob<{ default: Command }>('./commands/*.ts');
const names = Object.keys(files).map((path) => path.slice(path.lastIndexOf('/') + 1, -'.ts'.length));

const load = async (name: string): Promise<Command> =>
  (await (files[`./commands/${name}.ts`] as () => Promise<{ default: Command }>)()).default;

const badInput = 2;

/** @returns the exit code: 0 done, 1 a check failed, 2 bad input */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    note(`phasic: ${error.message}`);
    return badInput;
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = await takeParts(argv);
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return help(rest);
  if (name === '--version' || name === '-v') {
    printResult(version);
    return 0;
  }
  if (!names.includes(name)) throw new InputError(`unknown command '${name}'`, 'phasic', didYouMean(name, names));
  const leaveInterrupts = listenForInterrupts(name);
  const command = await load(name);
  if (command.isLong !== true) leaveInterrupts();
  const args = parseCommandLine(command, rest);
  if (args.on('help')) {
    printResult(commandHelp(command, args.positionals));
    return 0;
  }
  return command.run(args);
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

async function help(rest: readonly string[]): Promise<number> {
  const commands = await Promise.all(names.map(load));
  printResult(rest[0] === '--markdown' ? readmeTable(commands) : overview(commands));
  return 0;
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...names.map(({ length }) => length));
  const groups = Object.entries(commandGroups).map(([group, title]) => {
    const rows = commands
      .filter((command) => command.group === group)
      .map(({ name, short }) => [`  ${name.padEnd(width)}`, short]);
    return `${title}\n${textTable(rows)}`;
  });
  return [
    `phasic ${version}: dopamine reward prediction errors, simulated next to the recordings`,
    ...groups,
    'phasic COMMAND --help says more. A first run: phasic run schultz-1997',
  ].join('\n\n');
}
