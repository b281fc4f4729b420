import { Fragment, type JSX } from 'react';
import { pageSections, type EnvPage } from '../../../src/contracts/env-page.ts';

/** The page of an environment, as in docs/environments.md. */
export function ManualLines({ page }: { readonly page: EnvPage }): JSX.Element {
  return (
    <dl className="manual">
      {pageSections(page).map(({ title, lines }) => (
        <Fragment key={title}>
          <dt>{title}</dt>
          {lines.map((line) => (
            <dd key={line}>{line}</dd>
          ))}
        </Fragment>
      ))}
    </dl>
  );
}
