import { approximateWords } from '../analysis/approximate-words.ts';
import { expectationText } from '../analysis/signatures.ts';
import { roleWords } from '../analysis/verdict-words.ts';
import type { Agent } from '../contracts/agent.ts';
import type { Note } from '../contracts/note.ts';
import type { Paradigm } from '../contracts/paradigm.ts';
import type { UnitGroup } from '../contracts/units.ts';
import { parseParameters } from '../contracts/parameters.ts';
import { find } from '../engine/registry.ts';
import { singular, type Kind, type Kinds } from '../spec/kinds.ts';
import { agentPartNames, parts } from '../spec/parts.ts';
import { citationText } from './citation-text.ts';
import { designLines } from './design-lines.ts';
import { envLines } from './env-pages.ts';
import { textTable } from './output.ts';
import { parameterLines } from './parameter-help.ts';
import { indented } from './text-width.ts';

/** Everything that a part declares: title, summary, citation, parameters, and what it says of itself. */
export function partPage(kind: Kind, id: string): string {
  const thing = find(kind, id);
  const parameters = parameterLines(thing.parameters);
  return [
    indented(`${singular(kind)} ${id}: ${thing.title}`, 0),
    '',
    indented(thing.summary, 0),
    '',
    indented(citationText(thing.citation), 0),
    ...section('Parameters: default, allowed values, meaning', parameters),
    ...('manual' in thing ? ['', ...envLines(thing)] : []),
    ...('units' in thing ? section('Units that --units records', unitLines(thing.units ?? [])) : []),
    ...(kind === 'agents' ? section('Parts', partLines(thing as Agent)) : []),
    ...(kind === 'paradigms' ? paradigmSections(thing as Paradigm) : []),
    ...section('Notes', toldLines(thing)),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

/** What an agent is made of, with the parameters that it sets. */
const partLines = (agent: Agent): readonly string[] =>
  textTable(
    agentPartNames.flatMap((name) => {
      const part = agent[name];
      if (part === undefined) return [];
      const set = Object.entries(part.parameters ?? {}).map(([parameter, value]) => `${parameter}=${value}`);
      return [[`  ${parts[name].title}`, part.id, set.join(', ')]];
    }),
  ).split('\n');

function paradigmSections(paradigm: Paradigm): readonly string[] {
  const design = paradigm.design(parseParameters(paradigm.parameters, {}, paradigm.id));
  return [
    ...section('Design', designLines(design)),
    ...section(
      'Signatures',
      paradigm.signatures.flatMap((one) => [
        indented(`${one.claim} (${roleWords({ role: 'finding', ...one })} ${one.id})`, 2, 4),
        indented(`${expectationText(one.expected)}: ${one.quantity}`, 6, 8),
        indented(one.source, 6, 8),
      ]),
    ),
  ];
}

/** What else a declaration says of itself. */
const toldLines = (thing: Kinds[Kind]): readonly string[] =>
  [
    ...('gridMatters' in thing ? [`its resolution matters: ${thing.gridMatters}`] : []),
    ...('approximate' in thing ? approximateWords(thing.approximate) : []),
    ...('recording' in thing ? recordingLines(thing.recording.id) : []),
    ...('settings' in thing ? settingLines(thing.settings) : []),
    ...('nonePasses' in thing ? [`none passes with default parameters: ${thing.nonePasses}`] : []),
    ...('noneFails' in thing ? [`none fails: ${thing.noneFails}`] : []),
    ...('notes' in thing ? thing.notes.map(noteLine) : []),
    ...('needsTrials' in thing ? [`requires the boundaries of trials: ${thing.needsTrials}`] : []),
  ].map((line) => indented(line, 2, 4));

/** The electrode or sensor of a paradigm, unless it shows the RPE itself. */
function recordingLines(id: string): readonly string[] {
  if (id === 'identity') return [];
  const { title, unit } = find('recordings', id);
  return [`recorded with ${title} (${unit}): --recording identity shows the RPE itself`];
}

/** What agents are run with in a paradigm, where it is not their own. */
const settingLines = (settings: NonNullable<Paradigm['settings']>): readonly string[] =>
  Object.entries(settings).map(([agent, parts]) => {
    const values = Object.entries(parts).flatMap(([part, own]) =>
      Object.entries(own ?? {}).map(([name, value]) => `${part}.${name}=${value}`),
    );
    return `${agent} is run here with ${values.join(', ')}`;
  });

/** A note, with its agents and signatures. */
const noteLine = ({ agents, signatures = [], why }: Note): string =>
  `note on ${agents.join(', ')}${signatures.length === 0 ? '' : ` (${signatures.join(', ')})`}: ${why}`;

/** The units of a part that `--units` of `phasic run` or `phasic train` can record, one line per group. */
function unitLines(groups: readonly UnitGroup[]): readonly string[] {
  const rows = groups.map(({ id, title, unit, each }) => [`  ${id}`, unit, `${title}; each is ${each}`]);
  return rows.length === 0 ? [] : textTable(rows).split('\n');
}
