import { expect, test } from 'vitest';
import type { Command } from '../../src/cli/command.ts';

// A command is found by its file, and help names it as it names itself.
const commands = import.meta.glob<Command>('../../src/cli/commands/*.ts', { eager: true, import: 'default' });

test.each(Object.entries(commands))('the command of %s has the name of its file', (path, { name }) => {
  expect(path.endsWith(`/${name}.ts`)).toBe(true);
});
