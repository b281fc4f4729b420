import { ids } from '../engine/registry.ts';
import { recordedIn } from '../export/citations/cited.ts';
import { recordedExamples } from '../recorded/examples.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** docs/data-sources.md: where the recorded numbers of every paradigm were read. */
export function dataSourcesPage(): string {
  const all = recordedIn(ids('paradigms').map((id) => ({ kind: 'paradigms' as const, id })));
  const rows = all.map(({ paradigm, titles, citation: { text, doi }, n, sources }) => {
    const link = doi === undefined ? '' : ` [doi](https://doi.org/${doi})`;
    const from = sources.map((source) => source.from).join('<br>');
    const licences = sources.map(({ licence }) => licence).join('<br>');
    return `| \`${paradigm}\` | ${cell(titles.join('; '))} | ${cell(text)}${link}; ${cell(n)} | ${cell(from)} | ${licences} |`;
  });
  return [
    '# Recorded numbers: sources and licences',
    '',
    '*Written by `npm run docs` from the declarations of the paradigms.*',
    '',
    'Each row is a set of recorded numbers that a paradigm draws next to the model’s: who recorded them, where they were read, and the licence that this source states.',
    'Where a source states none, the program contains no copy of its files, only figures derived from them, with the citation. Numbers in the claims and bounds of',
    'findings are from the cited papers (`phasic list paradigms --json`).',
    '',
    '| paradigm | numbers | recorded by, n | read from | licence |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## Data sets that the program has with it',
    '',
    'Opened with *Data* or `phasic import example:ID`; `phasic cite example:ID` prints what to cite. Made from the public tables by `scripts/example-jeong-2022.mjs`.',
    '',
    '| example | what | recorded by | read from | licence |',
    '| --- | --- | --- | --- | --- |',
    ...recordedExamples.map(
      ({ id, summary, citation: { text, doi }, source }) =>
        `| \`${id}\` | ${cell(summary)} | ${cell(text)} [doi](https://doi.org/${doi}) | ${source.from} | ${source.licence} |`,
    ),
  ].join('\n');
}
