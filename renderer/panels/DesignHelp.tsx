import type { JSX } from 'react';

const rows: readonly (readonly [string, string])[] = [
  [
    'Group | 20A+ | 10AB-',
    'a group and its phases: 20 rewarded trials of A, then 10 unrewarded ones of A and B together',
  ],
  ['rand/10A+/10B-', 'a phase in which trials come in random order'],
  ['5#A', 'a probe: nothing is learned'],
  ['rest 3600 s', 'a phase in which only time goes by, such as a retention interval'],
  ['#A+p0', 'a probe with an omitted reward'],
  ['(light)+', 'a cue whose name has more than one letter'],
  ['A>B+', 'A, then B, then reward'],
  ['// words', 'a remark'],
  ['cue A = 2 s', 'how long a cue is on'],
  ['iti = exponential 10', 'the interval between trials, in seconds'],
  ['reward probability = 0.75', 'the probability of reward'],
];

/** The notation in a few lines; docs/designs.md has all of it. */
export function DesignHelp(): JSX.Element {
  return (
    <details className="about design-help">
      <summary>how it is written</summary>
      <table>
        <tbody>
          {rows.map(([example, meaning]) => (
            <tr key={example}>
              <td>
                <code>{example}</code>
              </td>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        The file docs/designs.md has all of the notation. Files of PALMS (.rw) and tables of calmr (.csv) are opened
        too; the page says how each of their constructs is read.
      </p>
    </details>
  );
}
