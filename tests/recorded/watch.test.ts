import { expect, test } from 'vitest';
import { openWatched, type ReadingWatch } from '../../src/recorded/watch.ts';
import { memorySource } from '../readers/memory-source.ts';

/** What is told: b and e where reading begins and ends, and a point where it gets further. */
function told(): { readonly marks: () => string; readonly watch: ReadingWatch } {
  const marks: string[] = [];
  return {
    marks: () => marks.join(''),
    watch: { begins: () => marks.push('b'), ends: () => marks.push('e'), isFurther: () => marks.push('.') },
  };
}

const table = (rows: number): Uint8Array =>
  new TextEncoder().encode(
    `time (s),dLight\n${Array.from({ length: rows }, (_, i) => `${i / 10},1.2345`).join('\n')}\n`,
  );

test('new parts of a file are told, each once, while it is opened and while it is read', async () => {
  const { marks, watch } = told();
  const bytes = table(300_000);
  const megabytes = Math.ceil(bytes.length / 2 ** 20);
  const [opened] = await openWatched(memorySource({ 'a.csv': bytes }), {}, 'a.csv', watch);
  expect(megabytes).toBeGreaterThan(3);
  // One read may have two new parts.
  const first = marks();
  expect(first).toMatch(new RegExp(`^b\\.{${megabytes - 1},${megabytes}}e$`));
  await opened?.values('dLight', 0, 1000);
  expect(marks()).toBe(`${first}be`);
});

test('the end is told of what fails as well', async () => {
  const { marks, watch } = told();
  await expect(openWatched(memorySource({ 'a.jpg': Uint8Array.of(255, 216) }), {}, 'a.jpg', watch)).rejects.toThrow(
    'no reader knows this format',
  );
  expect(marks()).toMatch(/^b\.e$/);
});
