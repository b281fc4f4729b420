import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { didYouMean, InputError } from '../../core/errors.ts';
import { completeSpec } from '../../engine/complete-spec.ts';
import { ids as idsOf, lookup } from '../../engine/registry.ts';
import { bibtex } from '../../export/citations/bibtex.ts';
import {
  citedWorks,
  partsNamed,
  partsOf,
  recordedIn,
  type CitedPart,
  type RecordedNumbers,
} from '../../export/citations/cited.ts';
import { programWork, type Program } from '../../export/citations/program.ts';
import type { Work } from '../../export/citations/works.ts';
import { commit } from '../../install/commit.ts';
import { version } from '../../install/version.ts';
import { readExperimentFile } from '../../session/experiment-file.ts';
import { isExperimentFile } from '../../session/experiment-name.ts';
import { exampleOf, examplePrefix } from '../../recorded/examples.ts';
import { kinds, singular } from '../../spec/kinds.ts';
import { manifestName } from '../../storage/manifest-name.ts';
import { readManifest } from '../../storage/manifest.ts';
import { defaultRunsFolder } from '../../storage/runs-folder.ts';
import type { Arguments, Command } from '../command.ts';
import { dataSourcesPage } from '../data-sources-page.ts';
import { note, printResult } from '../output.ts';
import { runFolder } from '../run-folder.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'cite',
  group: 'program',
  short: 'print what to cite: the program, and the papers of an experiment and its agent',
  usage: '[RUN | SPEC.json | PARADIGM | ID | example:ID]',
  summary:
    'Prints what to cite: the program with its version and commit, the papers of an experiment and of every part of its agent, and the sources of its recorded numbers. RUN is the folder of a saved run, its name in the runs folder, or its manifest; ID is any part that `phasic list` names. Without an argument it is the program alone.',
  examples: [
    'phasic cite schultz-1997 --agent td-csc',
    'phasic cite spec.json --bibtex > phasic.bib',
    'phasic cite  # the program alone',
  ],
  options: {
    agent: {
      type: 'string',
      value: 'ID',
      ids: 'agents',
      help: 'with a paradigm or an environment: the agent in it, with all its parts',
    },
    bibtex: {
      type: 'boolean',
      help: 'print BibTeX, with what the citations say: authors, year, journal, DOI; a title where there is one',
    },
    markdown: {
      type: 'boolean',
      help: 'print the page docs/data-sources.md: sources and licences of all recorded numbers',
    },
    ...sharedOptions('json', 'runs'),
  },
  words: 1,
  ids: kinds,
  run,
};
export default command;

interface Asked {
  readonly program: Program;
  readonly parts: readonly CitedPart[];
  /** Recorded numbers that no part has. */
  readonly recorded?: readonly RecordedNumbers[];
}

const thisProgram: Program = { version, commit };

async function run(args: Arguments): Promise<number> {
  const forms = ['bibtex', 'json', 'markdown'].filter((name) => args.on(name));
  if (forms.length > 1)
    throw new InputError(`--${forms.join(' and --')} are different forms`, 'phasic cite', 'choose one');
  if (args.on('markdown')) {
    printResult(dataSourcesPage());
    return 0;
  }
  const { program, parts, recorded = recordedIn(parts) } = await askedOf(args);
  const works = citedWorks(parts, recorded);
  if (args.on('json')) printResult(JSON.stringify({ program, works, recorded }));
  else if (args.on('bibtex')) printResult(bibtex([programWork(program), ...works]));
  else printResult(textOf([{ ...programWork(program), uses: [] }, ...works], recorded));
  return 0;
}

/** @throws InputError for an argument that is none of a run, a file and an id */
async function askedOf(args: Arguments): Promise<Asked> {
  const [what] = args.positionals;
  const agent = args.text('agent');
  if (agent !== undefined && (what === undefined || !isWorld(what)))
    throw new InputError('--agent goes with a paradigm or an environment', 'phasic cite', 'name it first');
  if (what === undefined) return { program: thisProgram, parts: [] };
  if (agent !== undefined) return { program: thisProgram, parts: partsOf(completeSpec({ world: what, agent })) };
  if (what.startsWith(examplePrefix)) return { program: thisProgram, parts: [], recorded: [ofExample(what)] };
  const named = partsNamed(what);
  if (named.length > 0) return { program: thisProgram, parts: named };
  const folder = runFolder(what, args.text('runs') ?? defaultRunsFolder());
  if (existsSync(join(folder, manifestName))) return runIn(folder);
  if (!isExperimentFile(what) || isFolder(what)) throw unknownThing(what);
  const { spec, notes } = await readExperimentFile(what);
  for (const one of notes) note(`${what}: ${one}`);
  return { program: thisProgram, parts: partsOf(completeSpec(spec)) };
}

/** @throws InputError if there is no such example */
function ofExample(name: string): RecordedNumbers {
  const { id, title, summary, citation, source } = exampleOf(name.slice(examplePrefix.length));
  return { paradigm: `${examplePrefix}${id}`, titles: [title], citation, n: summary, sources: [source] };
}

const isWorld = (id: string): boolean =>
  (['paradigms', 'envs'] as const).some((kind) => lookup.get(kind, id) !== undefined);

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** The program that made the run, and the parts that it was made with. */
async function runIn(folder: string): Promise<Asked> {
  const { phasic, commit: made = 'unknown', spec } = await readManifest(folder);
  return { program: { version: phasic, commit: made }, parts: partsOf(completeSpec(spec)) };
}

function unknownThing(what: string): InputError {
  const ids = kinds.flatMap(idsOf);
  return new InputError(
    `'${what}' is neither a saved run, nor a file, nor a part`,
    'phasic cite',
    didYouMean(what, ids, `\`phasic list\` names the parts: ${kinds.map(singular).join(', ')}`),
  );
}

/** Each work with its address, what it is cited for, and where recorded numbers were read. */
function textOf(
  works: readonly (Work & { readonly uses: readonly string[] })[],
  recorded: readonly RecordedNumbers[],
): string {
  const lines = works.map(({ text, fields: { doi }, uses }) =>
    [
      `${text}${doi === undefined ? '' : `, https://doi.org/${doi}`}`,
      ...(uses.length === 0 ? [] : [`    ${uses.join(', ')}`]),
    ].join('\n'),
  );
  const sources = recorded.flatMap(({ paradigm, n, sources: read }) =>
    read.map(({ from, licence }) => `    ${paradigm}, ${n}: ${from}; licence: ${licence}`),
  );
  return [...lines, ...(sources.length === 0 ? [] : [['Recorded numbers were read from', ...sources].join('\n')])].join(
    '\n\n',
  );
}
