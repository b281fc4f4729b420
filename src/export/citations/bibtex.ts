import type { Work } from './works.ts';

/** Written as they are: programs read them, and not TeX. */
const verbatim = new Set(['doi', 'url', 'eprint']);

/** Entries of BibTeX in UTF-8, each with a key of its own. Titles keep their capitals. */
export function bibtex(works: readonly Work[]): string {
  const used = new Map<string, number>();
  return works
    .map((work) => {
      const key = keyOf(work);
      const before = used.get(key) ?? 0;
      used.set(key, before + 1);
      return entryOf(work, before === 0 ? key : `${key}${'abcdefghijklmnopqrstuvwxyz'[before] ?? `-${before}`}`);
    })
    .join('\n\n');
}

function entryOf({ authors, others, year, type, fields }: Work, key: string): string {
  const names = [...authors.map(nameOf), ...(others ? ['others'] : [])].join(' and ');
  const all: Readonly<Record<string, string>> = {
    ...(names === '' ? {} : { author: names }),
    ...fields,
    ...(year === undefined ? {} : { year: String(year) }),
  };
  const lines = Object.entries(all).map(([name, value]) => {
    const text = verbatim.has(name) ? value : value.replace(/[&%$#_]/g, String.raw`\$&`);
    return `  ${name} = {${name === 'title' ? `{${text}}` : text}},`;
  });
  return `@${type}{${key},\n${lines.join('\n')}\n}`;
}

/** A surname of several words is one name: `{Romero Pinto}`, but `van Hasselt`. */
const nameOf = (name: string): string => (/^\p{Lu}.* /u.test(name) ? `{${name}}` : name);

function keyOf({ authors: [first], year, fields: { title } }: Work): string {
  const word = (year === undefined ? title : first) ?? 'reference';
  const plain = word
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
  return `${plain}${year ?? ''}`;
}
