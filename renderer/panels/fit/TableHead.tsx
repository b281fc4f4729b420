import type { JSX } from 'react';

/** Headings of a table. */
export const TableHead = ({ of }: { readonly of: readonly string[] }): JSX.Element => (
  <thead>
    <tr>
      {of.map((heading) => (
        <th key={heading} scope="col">
          {heading}
        </th>
      ))}
    </tr>
  </thead>
);
