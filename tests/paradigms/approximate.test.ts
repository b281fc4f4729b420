import { describe, expect, test } from 'vitest';
import { approximateWords } from '../../src/analysis/approximate-words.ts';
import { list } from '../../src/engine/registry.ts';

/** Intervals from recordings (Eshel), from a figure's legend (Fiorillo), or from task code. */
const asPublished = /^(eshel-2015|fiorillo-2003|hennig-2023|jeong-2022-.*|qian-2025|starkweather-2017)$/;

const isParameterName = (name: string): boolean => /^[a-z]+[A-Z]\w*$/.test(name);

describe.each(list('paradigms'))('$id', ({ id, parameters, approximate: { unchecked = [], changed = {} } = {} }) => {
  const named = [...unchecked, ...Object.keys(changed)];

  test('every named parameter exists, and is named once', () => {
    expect(named.filter((name) => isParameterName(name) && !(name in parameters))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  test('a parameter whose help says approximate, shortened or chosen is marked', () => {
    const told = Object.entries(parameters).filter(([, { help }]) =>
      /approximate|shortened|shorter than in|\(chosen/.test(help),
    );
    expect(told.map(([name]) => name).filter((name) => !named.includes(name))).toEqual([]);
  });

  test('an interval between trials is as published, or marked', () => {
    if ('itiSeconds' in parameters && !asPublished.test(id)) expect(named).toContain('itiSeconds');
  });
});

test('marks have texts', () => {
  expect(approximateWords({})).toEqual([]);
  expect(
    approximateWords({ unchecked: ['itiSeconds', 'delays'], changed: { trials: 'more than each person had' } }),
  ).toEqual([
    'Approximate, not checked against the paper: itiSeconds, delays.',
    'Not as in the paper: trials (more than each person had).',
  ]);
});
