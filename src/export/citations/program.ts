import type { Work } from './works.ts';

/** The program that made a result. */
export interface Program {
  readonly version: string;
  readonly commit: string;
}

/** How the program is cited. */
export function programWork({ version, commit }: Program): Work {
  const made = `version ${version}${commit === 'unknown' ? '' : `, commit ${commit}`}`;
  return {
    text: `The Phasic authors, Phasic, ${made}`,
    authors: ['The Phasic authors'],
    others: false,
    type: 'misc',
    fields: { title: 'Phasic', howpublished: 'computer program', note: made },
  };
}
