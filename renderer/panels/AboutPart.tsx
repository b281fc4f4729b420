import type { JSX, ReactNode } from 'react';
import type { Declaration } from '../../src/contracts/declaration.ts';

interface Properties {
  readonly entry: Declaration;
  /** More of its description. */
  readonly children?: ReactNode;
}

/** The description of an item, and its source. */
export function AboutPart({ entry, children }: Properties): JSX.Element {
  const { summary, citation } = entry;
  return (
    <details className="about">
      <summary>about</summary>
      <p>{summary}</p>
      {children}
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
