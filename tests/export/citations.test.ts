import { describe, expect, test } from 'vitest';
import type { Citation } from '../../src/contracts/citation.ts';
import { completeSpec } from '../../src/engine/complete-spec.ts';
import { list } from '../../src/engine/registry.ts';
import { bibtex } from '../../src/export/citations/bibtex.ts';
import { citedWorks, partsNamed, partsOf, recordedIn } from '../../src/export/citations/cited.ts';
import { isSameWork, mergedWork, worksOf, type Work } from '../../src/export/citations/works.ts';
import { kinds } from '../../src/spec/kinds.ts';

const everything = kinds.flatMap((kind) => list(kind).map(({ id }) => ({ kind, id })));
const citations: readonly Citation[] = [
  ...kinds.flatMap((kind) => list(kind).map(({ citation }) => citation)),
  ...recordedIn(everything).map(({ citation }) => citation),
];
const works = citations.flatMap(worksOf);

/** Entries as a program reads them: the type, the key, and fields whose braces are balanced. */
function read(text: string): readonly { readonly key: string; readonly fields: Readonly<Record<string, string>> }[] {
  return text.split('\n\n').map((entry) => {
    const [, key = '', body = ''] = /^@[a-z]+\{([a-z]+[0-9a-z-]*),\n([^]*)\n\}$/.exec(entry) ?? [];
    const fields = body.split('\n').map((line): [string, string] => {
      const [, name = '', value = ''] = /^ {2}([a-z]+) = \{(.+)\},$/.exec(line) ?? [];
      expect(value.replace(/\{[^{}]*\}/g, ''), entry).not.toMatch(/[{}]/);
      return [name, value];
    });
    return { key, fields: Object.fromEntries(fields) };
  });
}

describe('every citation of the program', () => {
  test('is works with authors and year, and remarks without a year', () => {
    for (const citation of citations) {
      const dated = citation.text.split('; ').filter((part) => /\b(19|20)\d\d\b/.test(part));
      const found = worksOf(citation);
      expect(found, citation.text).toHaveLength(dated.length);
      for (const { text, authors, year } of found) {
        expect(authors.length, text).toBeGreaterThan(0);
        expect(dated.join('; ')).toContain(text);
        expect(text, text).toContain(String(year));
      }
    }
  });

  test('has its numbers in the fields of numbers', () => {
    for (const { text, fields } of works) {
      for (const name of ['title', 'journal', 'booktitle', 'publisher', 'author', 'editor', 'school', 'institution'])
        expect(fields[name] ?? '', text).not.toMatch(/\d:\d|https?:|arXiv|10\.\d{4}|^\d|,$|\(/);
      if (fields['volume'] !== undefined) expect(fields['pages'], text).toMatch(/^[e\d][\w.-]*$/);
    }
  });

  test('has a doi of the publisher of its journal, and one doi is of one work', () => {
    const publishers = new Map<string, Set<string>>();
    const byDoi = new Map<string, Work>();
    for (const work of works) {
      const { doi, journal } = work.fields;
      if (doi === undefined) continue;
      expect(isSameWork(work, byDoi.get(doi) ?? work), doi).toBe(true);
      byDoi.set(doi, work);
      if (journal === undefined) continue;
      publishers.set(journal, (publishers.get(journal) ?? new Set()).add(doi.split('/')[0] as string));
    }
    for (const [journal, prefixes] of publishers) expect([...prefixes], journal).toHaveLength(1);
  });

  test('gives BibTeX with distinct keys', () => {
    const cited = citedWorks(everything);
    const entries = read(bibtex(cited));
    expect(entries).toHaveLength(cited.length);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
    for (const { key, fields } of entries) {
      expect(fields['author'], key).toMatch(/./);
      expect(fields['year'], key).toMatch(/^\d{4}$/);
    }
  });

  test('names each work once', () => {
    const cited = citedWorks(everything);
    for (const [i, work] of cited.entries())
      for (const other of cited.slice(i + 1))
        expect(isSameWork(work, other), `${work.text}, ${other.text}`).toBe(false);
  });
});

test.each<[string, string, Readonly<Record<string, string>>]>([
  [
    'Barto, Sutton & Anderson 1983, IEEE Transactions on Systems, Man, and Cybernetics 13:834',
    'article',
    { journal: 'IEEE Transactions on Systems, Man, and Cybernetics', volume: '13', pages: '834' },
  ],
  [
    'Qian, Burrell, Hennig et al. 2025, Nature Neuroscience 28:1280, Prospective contingency',
    'article',
    { journal: 'Nature Neuroscience', volume: '28', pages: '1280', title: 'Prospective contingency' },
  ],
  [
    'Ahn, Haines & Zhang 2017, Computational Psychiatry 1:24 (example data)',
    'article',
    { journal: 'Computational Psychiatry', volume: '1', pages: '24' },
  ],
  [
    'Kamin 1969, Predictability, surprise, attention, and conditioning, in Campbell & Church (eds), Punishment and Aversive Behavior, Appleton-Century-Crofts',
    'incollection',
    {
      title: 'Predictability, surprise, attention, and conditioning',
      editor: 'Campbell and Church',
      booktitle: 'Punishment and Aversive Behavior',
      publisher: 'Appleton-Century-Crofts',
    },
  ],
  ['Luce 1959, Individual Choice Behavior, Wiley', 'book', { title: 'Individual Choice Behavior', publisher: 'Wiley' }],
  [
    'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press, example 6.6',
    'book',
    { title: 'Reinforcement Learning: An Introduction', publisher: 'MIT Press' },
  ],
  [
    'Watkins 1989, Learning from Delayed Rewards, PhD thesis, King’s College Cambridge',
    'phdthesis',
    { title: 'Learning from Delayed Rewards', school: 'King’s College Cambridge' },
  ],
  [
    'Rummery & Niranjan 1994, On-line Q-learning, Technical Report CUED/F-INFENG/TR 166, Cambridge University',
    'techreport',
    { title: 'On-line Q-learning', number: 'CUED/F-INFENG/TR 166', institution: 'Cambridge University' },
  ],
  [
    'Mnih et al. 2016, Asynchronous methods, ICML, arXiv:1602.01783',
    'inproceedings',
    { title: 'Asynchronous methods', booktitle: 'ICML', eprint: '1602.01783', archiveprefix: 'arXiv' },
  ],
  [
    'Gershman 2025, rate estimation theory, preprint, https://osf.io/preprints/psyarxiv/47q5y',
    'misc',
    { title: 'rate estimation theory', howpublished: 'preprint', url: 'https://osf.io/preprints/psyarxiv/47q5y' },
  ],
  [
    'Schulman, Wolski, Dhariwal, Radford & Klimov 2017, arXiv:1707.06347',
    'misc',
    { eprint: '1707.06347', archiveprefix: 'arXiv' },
  ],
])('%s', (text, type, fields) => expect(worksOf({ text })).toEqual([expect.objectContaining({ type, text, fields })]));

test('remarks before and after a work are left out, and the doi is that of the first', () => {
  const found = worksOf({
    text: 'Nguyen 2013, Flappy Bird; custom rules on a grid, in the style of Young & Tian 2019, arXiv:1903.03176; as played',
    doi: '10.1/2',
  });
  expect(found.map(({ text, fields }) => [text, fields['doi']])).toEqual([
    ['Nguyen 2013, Flappy Bird', '10.1/2'],
    ['Young & Tian 2019, arXiv:1903.03176', undefined],
  ]);
});

test('surnames keep their particles and accents; et al. is others', () => {
  const [work] = worksOf({
    text: 'van Hasselt, Romero Pinto, O’Doherty, Kurth-Nelson and Ólafsdóttir et al. 2020, Nature 1:2',
  });
  expect(work?.authors).toEqual(['van Hasselt', 'Romero Pinto', 'O’Doherty', 'Kurth-Nelson', 'Ólafsdóttir']);
  expect(bibtex([work as Work])).toContain(
    'author = {van Hasselt and {Romero Pinto} and O’Doherty and Kurth-Nelson and Ólafsdóttir and others},',
  );
});

test('a citation in another form is printed as it is', () =>
  expect(bibtex([...worksOf({ text: 'me & my_lab' }), ...worksOf({ text: 'myself' })])).toBe(
    '@misc{reference,\n  note = {me \\& my\\_lab},\n}\n\n@misc{referenceb,\n  note = {myself},\n}',
  ));

test('two texts of one work are merged: the fuller authors, and the doi of either', () => {
  const [short, full, other] = [
    { text: 'Wang et al. 2018, Nature Neuroscience 21:860', doi: '10.1038/s41593-018-0147-8' },
    { text: 'Wang, Kurth-Nelson & Botvinick 2018, Nature Neuroscience 21:860' },
    { text: 'Wang et al. 2018, Neuron 1:2' },
  ].map((citation) => worksOf(citation)[0] as Work) as [Work, Work, Work];
  expect(isSameWork(short, full)).toBe(true);
  expect(isSameWork(full, other)).toBe(false);
  for (const merged of [mergedWork(short, full), mergedWork(full, short)]) {
    expect(merged.authors).toEqual(['Wang', 'Kurth-Nelson', 'Botvinick']);
    expect(merged.fields['doi']).toBe('10.1038/s41593-018-0147-8');
  }
});

test('an experiment cites its world, its agent, each of its parts, the recording and the manipulations', () => {
  const spec = completeSpec({
    world: 'daw-2011',
    agent: 'model-based',
    recording: 'spikes',
    manipulations: ['rpe-gains'],
  });
  const named = partsOf(spec).map(({ kind, id }) => `${kind} ${id}`);
  const { architecture, objective, learningRule, policy } = spec.agent;
  expect(new Set(named)).toEqual(
    new Set([
      'paradigms daw-2011',
      'agents model-based',
      `architectures ${architecture.id}`,
      `objectives ${objective.id}`,
      `learning-rules ${learningRule.id}`,
      `policies ${policy?.id}`,
      'recordings spikes',
      'manipulations rpe-gains',
    ]),
  );
});

test('an agent is named with its parts', () =>
  expect(partsNamed('td-csc').map(({ kind }) => kind)).toEqual([
    'agents',
    'architectures',
    'objectives',
    'learning-rules',
  ]));
