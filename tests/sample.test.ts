import { expect, test } from 'vitest';
import { sampleOf } from './sample.ts';

const named = (kind: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${kind}-${i}`);
const [agents, paradigms] = [named('agent', 50), named('paradigm', 80)];
const cases = agents.flatMap((agent) => paradigms.map((paradigm) => ({ agent, paradigm })));

test('a sample is about a twelfth of the cases, with every agent and every paradigm, in their order', () => {
  const sample = sampleOf(cases);
  // 333 of 4,000 cases, with a standard deviation of 17, plus a few cases for coverage.
  expect(sample.length).toBeGreaterThan(270);
  expect(sample.length).toBeLessThan(410);
  expect(new Set(sample.map(({ agent }) => agent))).toEqual(new Set(agents));
  expect(new Set(sample.map(({ paradigm }) => paradigm))).toEqual(new Set(paradigms));
  expect(cases.filter((one) => sample.includes(one))).toEqual(sample);
});

test('is the same every time, in any order of the names, and keeps its cases when others are added', () => {
  const sample = sampleOf(cases);
  expect(sampleOf(cases)).toEqual(sample);
  expect(sampleOf(cases.map(({ agent, paradigm }) => ({ paradigm, agent })))).toEqual(sample);
  const more = new Set(sampleOf([...cases, ...paradigms.map((paradigm) => ({ agent: 'another', paradigm }))]));
  // Except for a case that covered a paradigm until another ranked before it.
  expect(sample.filter((one) => !more.has(one)).length).toBeLessThan(5);
});

test('contains all cases if there are few, and at least one for every other named item', () => {
  expect(sampleOf(agents.map((agent) => ({ agent, paradigm: agent })))).toHaveLength(agents.length);
  const manipulations = named('manipulation', 30);
  const sample = sampleOf(
    manipulations.flatMap((manipulation) => [0, 1].map((i) => ({ agent: `a-${i}`, paradigm: 'p', manipulation }))),
  );
  expect(new Set(sample.map(({ manipulation }) => manipulation)).size).toBe(30);
});

test('contains cases that were once faulty', () => {
  const wrong = ['td-csc', 'td-expectile', 'td-belief'].flatMap((agent) =>
    ['schultz-1997', ...paradigms].map((paradigm) => ({ agent, paradigm })),
  );
  expect(sampleOf(wrong)).toContainEqual({ agent: 'td-expectile', paradigm: 'schultz-1997' });
});
