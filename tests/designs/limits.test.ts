import { describe, expect, test } from 'vitest';
import { checkDesign } from '../../src/contracts/design-schema.ts';
import { parseDesignIn } from '../../src/designs/read.ts';
import type { DesignFormat } from '../../src/designs/design-format.ts';

const times = <T>(count: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/**
 * Files of just under a megabyte that would take minutes, or overflow the stack, if all of their content were
 * processed. The expectation is that reading stops within a fixed number of entries, however many there are.
 */
const files: Readonly<Record<string, readonly [DesignFormat, string, string]>> = {
  'settings of 60,000 cues': [
    'txt',
    `G | A+\n${times(60_000, (i) => `cue A${i} = 1`).join('\n')}`,
    'more than 2000 settings',
  ],
  'empty phases in JSON': [
    'json',
    `{"trialTypes":{},"phases":[${times(330_000, () => '{}').join(',')}]}`,
    'more than 200000 brackets and commas',
  ],
  'fewer empty phases in JSON': [
    'json',
    `{"trialTypes":{},"phases":[${times(60_000, () => '{}').join(',')}]}`,
    'it must have at most 2000 entries',
  ],
  'empty phases in text': ['txt', `G${'|'.repeat(999_000)}`, 'more than 2000 phases and kinds of trials'],
  'lines without meaning': ['txt', times(499_000, () => 'x').join('\n'), "'x' is neither a group nor a setting"],
  'the same for PALMS': ['rw', times(499_000, () => 'x').join('\n'), "group 'x' has no phases"],
  'one cue after another': ['txt', `G | ${'A>'.repeat(499_000)}A+`, 'more than 1000 cues in one trial'],
  'cues together': ['txt', `G | ${times(120_000, (i) => `(a${i})`).join('')}+`, 'more than 1000 cues in one trial'],
  pauses: ['txt', `G | A${'>'.repeat(900_000)}B+`, 'more than 1000 cues in one trial'],
  rewards: ['txt', `G | A${'+p1'.repeat(330_000)}`, 'more than 1000 rewards in one trial'],
  'kinds of trials': ['txt', `G | ${'A+/'.repeat(330_000)}A+`, 'more than 2000 kinds of trials in one phase'],
  'kinds of trials for PALMS': ['rw', `G|${'A+/'.repeat(330_000)}A+`, 'more than 2000 kinds of trials in one phase'],
  'settings for PALMS': ['rw', `@${'alpha=1;'.repeat(120_000)}\nG|A+`, 'more than 2000 settings'],
  'times of a grid': ['txt', `G | A+\niti = grid ${'1 '.repeat(480_000)}`, 'more than 1000 times in one grid'],
  'cells of a table': ['csv', `G,P\n${'a,'.repeat(490_000)}`, 'more cells than a design has'],
  'rows of a table': ['csv', 'a,b\n'.repeat(240_000), 'more cells than a design has'],
  'blanks before a quotation mark': ['csv', `G,P\n${' '.repeat(900_000)}x"`, 'an extra quotation mark'],
  'stimuli of a table': [
    'csv',
    `G,P\nG,10${times(120_000, (i) => `(a${i})`).join('')}`,
    'more than 1000 cues in one trial',
  ],
  'periods of a table': ['csv', `G,P\nG,10${'A>'.repeat(480_000)}(US)`, 'more than 1000 periods in one trial'],
  'groups in JSON': [
    'json',
    `{"groups":{${times(60_000, (i) => `"g${i}":["x"]`).join(',')}}}`,
    'groups = 60000 is not allowed',
  ],
};

describe('a file under 1 MB that is not a design is reported in at most 20 lines, without reading all of it', () => {
  test.each(Object.entries(files))('%s', (_, [format, text, what]) => {
    expect(text.length).toBeLessThan(1_000_000);
    const parsed = parseDesignIn(format, text);
    const errors = 'errors' in parsed ? parsed.errors : [];
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(20);
    expect(errors.map((error) => `${error.what}; ${error.remedy}`).join('\n')).toContain(what);
  });
});

/** An object that counts how often it is read. */
function watched(looks: { count: number }): object {
  return new Proxy(
    {},
    {
      ownKeys: (target) => {
        looks.count += 1;
        return Reflect.ownKeys(target);
      },
      get: (target, key) => {
        looks.count += 1;
        return Reflect.get(target, key);
      },
    },
  );
}

test.each([
  [50_000, 'phases = 50000 is not allowed'],
  [450_000, 'the design has more than 400000 values'],
])('a list of %i entries is refused: they are counted, at most once each, and not read', (count, what) => {
  const looks = { count: 0 };
  const entry = watched(looks);
  const checked = checkDesign({
    cues: [],
    trialTypes: {},
    phases: times(count, () => entry),
    iti: { kind: 'fixed', seconds: 1 },
    trialSeconds: 1,
  });
  expect('faults' in checked ? checked.faults.map((fault) => fault.what) : []).toEqual([what]);
  expect(looks.count).toBeLessThanOrEqual(Math.min(count, 400_000));
});

test('at most 20 semantic errors are collected', () => {
  const cues = times(1000, (i) => ({ cue: `unknown ${i}`, onsetSeconds: 0, durationSeconds: 1 }));
  const design = {
    cues: [{ id: 'A', title: 'A' }],
    trialTypes: { t: { title: 't', cues, rewards: [] } },
    phases: [{ id: 'p', trials: 1, plastic: true, mixture: { t: 1 }, order: 'blocked' }],
    iti: { kind: 'fixed', seconds: 1 },
    trialSeconds: 2,
  };
  const checked = checkDesign(design);
  expect('faults' in checked ? checked.faults.map(({ path }) => path.at(-1)) : []).toEqual(times(20, (i) => i));
});
