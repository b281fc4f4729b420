import { commandGroups, type Command } from './command.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** README's table of commands, in Markdown: a description of each, and its options. */
export function readmeTable(commands: readonly Command[]): string {
  const groups = Object.keys(commandGroups);
  const order = (command: Command): number => groups.indexOf(command.group);
  const rows = commands
    .toSorted((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1))
    .map(({ name, usage, short, options }) => {
      const given = Object.keys(options).map((option) => `\`--${option}\``);
      return `| \`${cell(`phasic ${name} ${usage}`.trimEnd())}\` | ${cell(short)} | ${given.join(' ')} |`;
    });
  return ['| command | description | options |', '| --- | --- | --- |', ...rows].join('\n');
}
