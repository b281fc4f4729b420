// Files that are cut off or have changed bytes: a reader opens them or says in one line why not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import type { Reader } from '../../src/contracts/reader.ts';
import { isWhole } from '../sample.ts';
import { memorySource } from './memory-source.ts';

type Files = Readonly<Record<string, Uint8Array>>;

/** Opens what the reader recognises and reads the start of each signal. @returns the message of the refusal, if any */
async function outcome(reader: Reader, files: Files): Promise<string | undefined> {
  const source = memorySource(files);
  for (const claim of reader.detect(source)) {
    try {
      const opened = await reader.open(claim, source, {});
      for (const { id, samples } of opened.found.signals) {
        await opened.values(id, 0, Math.min(samples, 1000));
        await opened.times(id, 0, Math.min(samples, 1000));
      }
      opened.close();
    } catch (error) {
      expect(error, String((error as Error).stack)).toBeInstanceOf(InputError);
      return (error as InputError).message;
    }
  }
  return undefined;
}

/**
 * @param good files that the reader opens
 * @param runs changed files in all tests; `npm test` has a third as many, other ones each time
 */
export function survivesHostileFiles(reader: Reader, good: Files, runs = 300): void {
  describe(`hostile files, ${Object.keys(good).join(', ')}`, () => {
    it.each(Object.keys(good))('%s truncated at each tenth', async (name) => {
      const bytes = good[name] as Uint8Array;
      for (let tenth = 0; tenth < 10; tenth++) {
        const cut = bytes.subarray(0, Math.floor((bytes.length * tenth) / 10));
        await outcome(reader, { ...good, [name]: cut });
      }
    });

    it('with changed bytes', async () => {
      const change = fc.record({
        name: fc.constantFrom(...Object.keys(good)),
        edits: fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 127, 128, 254, 255)), { minLength: 1, maxLength: 6 }),
        isStart: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(change, async ({ name, edits, isStart }) => {
          const bytes = Uint8Array.from(good[name] as Uint8Array);
          const range = isStart ? Math.min(400, bytes.length) : bytes.length;
          for (const [at, value] of edits) bytes[at % range] = value;
          await outcome(reader, { ...good, [name]: bytes });
        }),
        { numRuns: isWhole ? runs : Math.ceil(runs / 3) },
      );
    });
  });
}
