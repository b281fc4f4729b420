import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { phasic, phasicInTurn } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Two minutes at 20 Hz. Every 15 s from 5 s on a tone for 1 s, in which the signal is `response` above 100; in every
 * second trial water 2 s after it.
 */
function session(response: number, signal = 'dLight'): string {
  const rows = Array.from({ length: 2400 }, (_, i) => {
    const [trial, t] = [Math.floor(i / 300), (i % 300) / 20];
    const isTone = t >= 5 && t < 6;
    return `${(i / 20).toFixed(2)},${100 + (isTone ? response : 0)},${Number(isTone)},${Number(t === 7 && trial % 2 === 0)}`;
  });
  return [`time (s),${signal},tone,water`, ...rows, ''].join('\n');
}

const at = (...names: readonly string[]): string => join(folder, ...names);

beforeAll(() => {
  mkdirSync(at('set'));
  // Animals a to d with responses 1 to 4; a has a second session with 3, so that its mean is 2.
  [1, 2, 3, 4].forEach((response, i) => writeFileSync(at('set', `${'abcd'[i]}7_day1.csv`), session(response)));
  writeFileSync(at('set', 'a7_day2.csv'), session(3));
});

/** A column of rows that a table has for one line. */
function table(file: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...rows] = readFileSync(file, 'utf8').trim().split('\n');
  const names = head.split(',');
  return rows.map((row) => {
    // Titles of lines with a comma are quoted.
    const cells = [...row.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('"', ''));
    return Object.fromEntries(names.map((name, i) => [name, cells[i] as string]));
  });
}

describe('phasic import of several sessions', () => {
  test('proposes animals, averages over them, and saves figure and table', () => {
    const { code, out } = phasic([
      'import',
      at('set'),
      '--figure',
      at('means.svg'),
      '--csv',
      at('means.csv'),
      '--difference',
      'tone, rewarded minus tone, reward omitted',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^5 sessions of 4 animals/);
    expect(out).toMatch(/a7_day2 +a7 +part 1 of its name, in which sessions differ +a7_day2.csv/);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'tone, rewarded: 4 animals, 20 events; tone, reward omitted: 4 animals, 20 events.',
    );
    expect(readFileSync(at('means.svg'), 'utf8')).toContain('4 animals, 20 events');
    const rows = table(at('means.csv'));
    const during = rows.filter(({ line, t_s }) => line === 'tone, rewarded' && Number(t_s) > 0 && Number(t_s) < 1);
    expect(during).toHaveLength(20);
    for (const { mean, n_animals, n_events, pointwise_high } of during) {
      // (2 + 2 + 3 + 4) / 4, each animal once; SD 0.95743, t of 3 degrees of freedom 3.182.
      expect(Number(mean)).toBeCloseTo(2.75, 4);
      expect(Number(pointwise_high)).toBeCloseTo(2.75 + (3.182 * 0.957_43) / 2, 3);
      expect([n_animals, n_events]).toEqual(['4', '20']);
    }
    const difference = rows.filter(({ kind }) => kind === 'paired difference');
    expect(difference.every(({ mean }) => Math.abs(Number(mean)) < 1e-4)).toBe(true);
    expect(Object.keys(JSON.parse(readFileSync(`${at('means.csv')}.json`, 'utf8')).columns)).toContain('n_animals');
  });

  test('takes animals and groups from a table, leaves sessions out by name, and says so', () => {
    const { code } = phasic(['import', at('set'), '--save-animals', at('animals.csv')]);
    expect(code).toBe(0);
    expect(readFileSync(at('animals.csv'), 'utf8').split('\n').slice(0, 2)).toEqual([
      'file,session,animal,group',
      'a7_day1.csv,a7_day1,a7,',
    ]);
    writeFileSync(
      at('groups.csv'),
      'file;animal;group\na7_day1.csv;A;wt\na7_day2.csv;A;wt\nb7_day1.csv;B;wt\nc7_day1.csv;C;ko\nd7_day1.csv;D;ko\n',
    );
    const given = ['import', at('set'), '--animals', at('groups.csv'), '--leave-out', 'a7_day2', '--by', 'group'];
    const saving = [
      '--json',
      '--difference',
      'tone, rewarded, ko minus tone, rewarded, wt',
      '--save-set',
      at('set.json'),
    ];
    const { out } = phasic([...given, ...saving]);
    const { sessions, lines, difference, notes } = JSON.parse(out);
    expect(sessions[1]).toMatchObject({ name: 'a7_day2', animal: 'A', group: 'wt', isIn: false, leftOut: true });
    expect(lines[0]).toMatchObject({ title: 'tone, rewarded, wt', animals: ['A', 'B'], events: 8 });
    expect(difference).toMatchObject({ of: 'group difference', animals: [2, 2] });
    expect(notes).toContain('Left out: a7_day2.');
    // What was said is used again, for the files that were opened then.
    const again = JSON.parse(phasic(['import', at('set'), '--mapping', at('set.json'), '--by', 'group', '--json']).out);
    expect(again.lines).toEqual(lines);
    expect(again.sessions[1]).toMatchObject({ name: 'a7_day2', animal: 'A', group: 'wt', isIn: false, leftOut: true });
    const alone = phasic(['import', at('set', 'a7_day1.csv'), '--mapping', at('set.json')]);
    expect(alone.code).not.toBe(0);
    expect(alone.err).toContain('of its 5 files a7_day2.csv is missing, b7_day1.csv is missing');
  });

  test('a session that does not fit is listed with a line, and the others are averaged', () => {
    writeFileSync(at('other.csv'), session(1, 'GCaMP'));
    const files = ['a7_day1.csv', 'b7_day1.csv'].map((name) => at('set', name));
    const { code, out } = phasic(['import', ...files, at('other.csv'), '--band', 'simultaneous']);
    expect(code).toBe(0);
    expect(out).toContain("other.csv: it has no signal 'dLight', which the mapping names; select it and say");
    expect(out).toContain('tone, rewarded: 2 animals, 8 events');
    expect(out).toContain('no simultaneous band of 2 animals: it needs 4');
  });

  test('refuses options that do not fit', () => {
    const set = ['import', at('set')];
    writeFileSync(at('none.csv'), 'what,ever\n1,2\n');
    const refused = [
      [...set, '--spec', at('x.json')],
      [...set, '--band', 'wide'],
      [...set, '--by', 'colour'],
      [...set, '--difference', 'A minus B'],
      [...set, '--leave-out', 'z'],
      [...set, '--animals', at('none.csv')],
      ['import', at('set', 'a7_day1.csv'), '--band', 'none'],
    ];
    expect(phasicInTurn(refused).map(({ code, err }) => `${code} ${err.split('\n').at(-2)}`)).toEqual([
      expect.stringContaining('--spec is for one session, and these are several'),
      expect.stringContaining("there is no band 'wide'; choose one of: none, pointwise"),
      expect.stringContaining("lines cannot be by 'colour'; choose one of: condition, session, third"),
      expect.stringContaining("'A minus B' is not a difference of two lines; write 'A minus B' with two of: tone, re"),
      expect.stringContaining("there is no session 'z'; choose of: a7_day1"),
      expect.stringContaining('this is not a table of animals'),
      expect.stringContaining('--band is for several sessions, and this is one'),
    ]);
  });
});
