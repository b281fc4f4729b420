import type { Citation } from '../../contracts/citation.ts';

/** A published work, as far as the text of a citation says what it is. */
export interface Work {
  /** As the citation prints it. */
  readonly text: string;
  /** Surnames. */
  readonly authors: readonly string[];
  /** Whether there are authors who are not named (et al.). */
  readonly others: boolean;
  /** Absent if the text names no year. */
  readonly year?: number;
  /** Of an entry in BibTeX. */
  readonly type: string;
  /** By their names in BibTeX. */
  readonly fields: Readonly<Record<string, string>>;
}

const surname = String.raw`(?:(?:van|von|de|der|la|le) )*\p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*)*`;
const leads = String.raw`in the form of|after|double:|as collected by|design and numbers as in (?<title>[^,]+),|custom rules [^,]*, in the style of`;
/** `Schultz, Dayan & Montague 1997, Science 275:1593`, with a remark before it. */
const citedWork = new RegExp(
  String.raw`^(?:(?:${leads}) )?(?<work>(?<names>${surname}(?:, ${surname})*(?:,? (?:&|and) ${surname})?)(?<others> et al\.)? (?<year>(?:19|20)\d\d)(?:, (?<rest>.+))?)$`,
  'u',
);

/** Forms of what follows the year; the first that fits. Groups are fields of BibTeX. */
const forms: readonly (readonly [type: string, form: RegExp])[] = [
  ['article', /^(?<journal>.+?) (?<volume>\d+):(?<pages>[\w.-]+)(?:, (?<title>.+))?$/],
  ['incollection', /^(?<title>.+), in (?:(?<editor>.+?) \(eds\), )?(?<booktitle>.+), (?<publisher>[^,]+)$/],
  ['phdthesis', /^(?<title>.+), PhD thesis, (?<school>.+)$/],
  ['techreport', /^(?<title>.+), Technical Report (?<number>[^,]+), (?<institution>.+)$/],
  ['inproceedings', /^(?<title>.+), (?<booktitle>AAAI|ICML|NIPS \d+|IEEE ADPRL)(?: (?<pages>\d+))?$/],
  ['misc', /^(?<title>.+), (?<howpublished>preprint)$/],
  ['book', /^(?<title>.+), (?<publisher>[^,]*(?:Press|Wiley|Appleton-Century)[^,]*)$/],
  ['article', /^(?<title>.+), (?<journal>[^,]+)$/],
  ['misc', /^(?<title>.+)$/],
];

/**
 * The works that a citation names, of which the first has its doi. Parts of the text without a year are remarks. A text
 * in another form than the program's is one work that has only its text.
 */
export function worksOf({ text, doi }: Citation): readonly Work[] {
  const named = text.split('; ').flatMap(workIn);
  const [first = { text, authors: [], others: false, type: 'misc', fields: { note: text } }, ...rest] = named;
  return [doi === undefined ? first : { ...first, fields: { ...first.fields, doi } }, ...rest];
}

function workIn(text: string): readonly Work[] {
  const { work, names, others, year, rest, title } = citedWork.exec(text)?.groups ?? {};
  if (work === undefined || names === undefined) return [];
  const [type, fields] = placeOf(rest ?? '');
  return [
    {
      text: work,
      authors: namesIn(names),
      others: others !== undefined,
      year: Number(year),
      type,
      fields: title === undefined ? fields : { ...fields, title },
    },
  ];
}

const namesIn = (text: string): readonly string[] => text.split(/,? (?:&|and) |, /);

/** Type and fields of what follows the year. */
function placeOf(rest: string): readonly [string, Readonly<Record<string, string>>] {
  const [, eprint] = /\barXiv:(\S+)/.exec(rest) ?? [];
  const [, url] = /(https:\/\/[^\s,]+)/.exec(rest) ?? [];
  const place = rest
    .replace(/(?:^|, )(?:arXiv:|https:\/\/)[^\s,]+/g, '')
    .replace(/ \((?!eds\))[^)]*\)/g, '')
    // A section of a book.
    .replace(/, (?:example )?\d+(?:\.\d+)*$/, '');
  const [type, form] = forms.find(([, pattern]) => pattern.test(place)) ?? ['misc', /^/];
  const { editor, ...found } = form.exec(place)?.groups ?? {};
  const given = Object.entries({ ...found, url }).filter((field): field is [string, string] => field[1] !== undefined);
  return [
    type,
    {
      ...Object.fromEntries(given),
      ...(editor === undefined ? {} : { editor: namesIn(editor).join(' and ') }),
      ...(eprint === undefined ? {} : { eprint, archiveprefix: 'arXiv' }),
    },
  ];
}

/** Fields that differ between different works of the same authors and year. */
const telling = ['doi', 'eprint', 'pages', 'school'];

/** Whether both texts name one work: the same year, the same authors unless one says et al., and nothing that differs. */
export function isSameWork(a: Work, b: Work): boolean {
  if (a.year === undefined || b.year === undefined) return a.text === b.text;
  const [fewer, more] = a.authors.length <= b.authors.length ? [a, b] : [b, a];
  return (
    a.year === b.year &&
    fewer.authors.every((name, i) => name === more.authors[i]) &&
    (fewer.authors.length === more.authors.length || fewer.others) &&
    telling.every(
      (name) => a.fields[name] === undefined || b.fields[name] === undefined || a.fields[name] === b.fields[name],
    )
  );
}

/** One work from two texts of it: all that either says. */
export function mergedWork(a: Work, b: Work): Work {
  const [less, more] = knownOf(a) < knownOf(b) ? [a, b] : [b, a];
  return { ...more, fields: { ...less.fields, ...more.fields } };
}

/** How much a text says; complete authors most of all. */
const knownOf = ({ authors, others, fields }: Work): number =>
  (others ? 0 : 100) + authors.length + Object.keys(fields).length;
