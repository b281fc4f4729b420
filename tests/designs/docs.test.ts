import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDesignIn, readDesign } from '../../src/designs/read.ts';
import type { DesignFormat } from '../../src/designs/design-format.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';

const page = readFileSync(new URL('../../docs/designs.md', import.meta.url), 'utf8');
const formats: Readonly<Record<string, DesignFormat>> = { design: 'txt', json: 'json', rw: 'rw', calmr: 'csv' };
const blocks = [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, kind = '', text = '']) => ({ kind, text }));

/** First cells of the tables under a heading, in code. */
function examplesUnder(heading: string): readonly string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)`(?: or `([^`]+)`)?/gm)]
    .flatMap(([, first, second]) => [first, second])
    .filter((one) => one !== undefined);
}

const isDesign = (text: string): boolean => 'design' in parseDesignIn('txt', text);

describe('every example of docs/designs.md is valid', () => {
  test.each(blocks)('$kind: $text', ({ kind, text }) => {
    const design = readDesign(formats[kind] as DesignFormat, text, 'docs/designs.md');
    const agent = design.states === undefined ? 'td-csc' : 'q-learning';
    expect(runToEnd(completeTrialSpec({ world: 'own-design', design, agent })).result.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('there are examples of every kind', () =>
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(Object.keys(formats))));

  test.each([...examplesUnder('Lines'), ...examplesUnder('Trials')])('%s', (trial) =>
    expect(isDesign(`G | ${trial}`)).toBe(true),
  );

  const settings = examplesUnder('Settings');
  test('the settings are found', () => expect(settings.length).toBeGreaterThan(14));
  test.each(settings)('%s', (setting) =>
    expect(isDesign(`G | A>B+\n${setting.includes('=') ? setting : `iti = ${setting}`}`)).toBe(true),
  );

  test('leaving out a setting at its default gives the same design', () => {
    const rows = [...page.matchAll(/^\| `([a-z ]+)= [^`]+` \| ([\w. ]+) \|/gm)].filter(
      ([, , value]) => value !== undefined && !value.startsWith('the '),
    );
    expect(rows).toHaveLength(6);
    for (const [, key, value] of rows)
      expect(parseDesignIn('txt', `G | A>B+\n${key}= ${value}`)).toEqual(parseDesignIn('txt', 'G | A>B+'));
  });
});
