import type { Command } from './command.ts';

// Adding a file to this folder is enough to add a command. Loaded on demand, so that `run` does not wait for what only
// `serve` needs.
const files = import.meta.glob<{ default: Command }>('./commands/*.ts');

/** The names of all commands. */
export const commandNames: readonly string[] = Object.keys(files).map((path) =>
  path.slice(path.lastIndexOf('/') + 1, -'.ts'.length),
);

/** The command of this name, which must be one of them. */
export const loadCommand = async (name: string): Promise<Command> =>
  (await (files[`./commands/${name}.ts`] as () => Promise<{ default: Command }>)()).default;

export const allCommands = (): Promise<readonly Command[]> => Promise.all(commandNames.map(loadCommand));
