import { genres, type ControlEnv } from '../contracts/control-env.ts';
import { envPage, pageSections } from '../contracts/env-page.ts';
import type { Parameter } from '../contracts/parameters.ts';
import { textTable } from './output.ts';
import { rangeText } from './parameter-help.ts';

/** What `phasic show` says of an environment after its parameters. */
export function envLines(env: ControlEnv): readonly string[] {
  const rows = pageSections(envPage(env)).flatMap(({ title, lines }) =>
    lines.map((line, i) => [`      ${i === 0 ? title : ''}`, line]),
  );
  return textTable(rows).split('\n');
}

/** docs/environments.md: a section for each environment, by genre. */
export function environmentsMarkdown(envs: readonly ControlEnv[]): string {
  const groups = Object.entries(genres).map(([genre, title]) => ({
    title: title.slice(0, 1).toUpperCase() + title.slice(1),
    members: envs.filter((env) => env.genre === genre),
  }));
  return [
    '# Environments',
    'This page is generated from the declarations in `envs/` (`npm run docs`); `phasic show ID` and the app show the same text. Sizes are those of the default parameters. Rewards of the same step add up. An episode is *terminated* by the rules of the environment and *truncated* by a time limit. The keys are those of a person who plays. Rows and columns count from 1 at the top left unless stated otherwise.',
    groups.map(({ title, members }) => `- ${title}: ${members.map(linkTo).join(', ')}`).join('\n'),
    ...groups.flatMap(({ title, members }) => [`## ${title}`, ...members.map(envSection)]),
  ].join('\n\n');
}

/** Heads of the table of observations. */
const seenHeads = {
  box: ['number', 'from', 'to', 'meaning'],
  binary: ['channel', 'meaning'],
  discrete: ['state', 'meaning'],
} as const;

const linkTo = ({ id }: ControlEnv): string => `[${id}](#${id})`;

function envSection(env: ControlEnv): string {
  const { id, version, title, summary, citation, stepSeconds, agent, events } = env;
  const { observation, actions, rewards, start, ends } = envPage(env);
  const doi = citation.doi === undefined ? '' : ` [doi ${citation.doi}](https://doi.org/${citation.doi})`;
  return [
    `### <a id="${id}"></a>${title}`,
    plain(summary),
    `*${plain(citation.text)}.*${doi}`,
    `\`npx phasic train ${id}\`: a step is ${stepSeconds} s, and \`${agent}\` learns it well.`,
    '#### Observation',
    plain(`${observation.space} ${observation.text}`),
    ...table(
      seenHeads[observation.kind],
      observation.parts.map(({ name, low, high, text }) =>
        low === undefined || high === undefined ? [name, text] : [name, low, high, text],
      ),
    ),
    '#### Actions',
    plain(`${actions.space} ${actions.text}`.trimEnd()),
    ...table(
      ['value', 'action', 'keys'],
      actions.list.map(({ value, title, keys }) => [value, title, keys.join(', ')]),
    ),
    '#### Rewards',
    ...table(
      ['reward', 'when'],
      rewards.map(({ size, when }) => [size, when]),
    ),
    '#### Start of an episode',
    plain(start),
    '#### End of an episode',
    ends.map((end) => `- ${plain(end)}`).join('\n'),
    '#### Parameters',
    ...table(['name', 'default', 'range', 'meaning'], Object.entries<Parameter>(env.parameters).map(parameterRow)),
    '#### Events',
    ...table(
      ['event', 'meaning'],
      events.map(({ id, title }) => [`\`${id}\``, title]),
    ),
    '#### Version',
    `${version}. It increases when the same parameters give different numbers.`,
  ].join('\n\n');
}

const parameterRow = ([name, parameter]: readonly [string, Parameter]): readonly string[] => [
  `\`${name}\``,
  String(parameter.default),
  rangeText(parameter),
  parameter.help,
];

/** Text with the marks of Markdown escaped. */
const plain = (text: string): string => text.replace(/[\\|*_<>`#~[\]]/g, '\\$&');

/** Empty without rows. Cells that start with code stay as they are. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const cells = rows.map((row) => row.map((cell) => (cell.startsWith('`') ? cell : plain(cell))));
  return [[line(head), line(head.map(() => '---')), ...cells.map(line)].join('\n')];
}
