import type { JSX } from 'react';
import type { Declaration } from '../../src/contracts/declaration.ts';

/** The description of an item, and its source. */
export function AboutPart({ entry }: { readonly entry: Declaration }): JSX.Element {
  const { summary, citation } = entry;
  return (
    <details className="about">
      <summary>about</summary>
      <p>{summary}</p>
      <p className="soft small citation">
        {citation.text}
        {citation.doi === undefined ? null : (
          <>
            {' '}
            <a href={`https://doi.org/${citation.doi}`} target="_blank" rel="noreferrer">
              doi {citation.doi}
            </a>
          </>
        )}
      </p>
    </details>
  );
}
