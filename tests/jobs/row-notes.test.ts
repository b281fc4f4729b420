import { expect, test } from 'vitest';
import type { BenchCell, BenchVerdict } from '../../src/contracts/bench.ts';
import { find } from '../../src/engine/registry.ts';
import { rowNotes } from '../../src/jobs/bench/row-notes.ts';
import { agentsOfRows } from '../../src/jobs/bench/run-bench.ts';

const agents = agentsOfRows(['daw-2011']);
const cell = (agent: string, verdict: BenchVerdict): BenchCell => ({
  paradigm: 'daw-2011',
  agent,
  seeds: 10,
  verdict,
  signatures: [],
  conditions: [],
  summaries: [],
  seconds: 0,
});
const row = (verdict: BenchVerdict, first: BenchVerdict = verdict): readonly BenchCell[] =>
  agents.map((agent, i) => cell(agent, i === 0 ? first : verdict));

test('a complete row in which none passes has the explanation of its paradigm', () => {
  expect(rowNotes(row('fail'), ['daw-2011'])).toEqual([
    { paradigm: 'daw-2011', words: `none passes with default parameters: ${find('paradigms', 'daw-2011').nonePasses}` },
  ]);
});

test('a row with passes and failures has no explanation, and an outdated explanation is reported', () => {
  expect(rowNotes(row('fail', 'pass'), ['daw-2011'])).toEqual([
    { paradigm: 'daw-2011', words: 'the paradigm explains why none passes, but one does' },
  ]);
  const other = row('fail', 'pass').map((one) => ({ ...one, paradigm: 'waelti-2001' }));
  expect(rowNotes(other, ['waelti-2001'])).toEqual([]);
});

test('an incomplete row has no explanation: another agent may pass', () => {
  expect(rowNotes(row('fail').slice(1), ['daw-2011'])).toEqual([]);
});

test('an agent with a network belongs only to its own rows, and other rows are complete without it', () => {
  expect(agents).not.toContain('value-rnn');
  const own = agentsOfRows(['hennig-2023']);
  expect(own).toContain('value-rnn');
  const failing = own.map((agent) => ({ ...cell(agent, 'fail'), paradigm: 'hennig-2023' }));
  const words = [{ paradigm: 'hennig-2023', words: expect.stringContaining('none passes') }];
  expect(rowNotes(failing, ['hennig-2023'])).toEqual(words);
  expect(
    rowNotes(
      failing.filter(({ agent }) => agent !== 'value-rnn'),
      ['hennig-2023'],
    ),
  ).toEqual([]);
  // If it is run elsewhere, it does not affect the explanation.
  const other = [...row('fail', 'pass').slice(1), cell('value-rnn', 'fail')];
  expect(rowNotes(other, ['daw-2011'])).toEqual([]);
});
