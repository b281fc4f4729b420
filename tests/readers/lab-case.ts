// Small files that once broke a reader, each with its right answer; not part of the project.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answers, FoundSignal, OpenedRecording, Reader } from '../../src/contracts/reader.ts';
import { fileSource } from '../../src/storage/file-source.ts';

const folder = fileURLToPath(new URL('../../../shared/cases/lab', import.meta.url));
/** Real recordings, not part of the project. */
export const dataFolder = fileURLToPath(new URL('../../../shared/data', import.meta.url));

interface ExpectedMean {
  readonly stream: string;
  readonly from_s: number;
  readonly to_s: number;
  readonly n: number;
  readonly mean: number;
  readonly tolerance: number;
  readonly part?: number;
}

interface ExpectedEvents {
  readonly n: number;
  readonly first_s: number;
  readonly third_s?: number;
  readonly last_s: number;
}

/** Parts of expected.json that are checked alike in all cases. Times are seconds from the first sample. */
interface Expected {
  readonly n_samples?: number | Readonly<Record<string, number>>;
  readonly rate_hz?: number;
  readonly rate_tolerance?: number;
  readonly streams?: readonly string[];
  readonly session_start?: string;
  readonly events?: Readonly<Record<string, ExpectedEvents>>;
  readonly means?: readonly ExpectedMean[];
  readonly [other: string]: unknown;
}

export interface LabCase {
  readonly expected: Expected;
  readonly opened: OpenedRecording;
}

/**
 * Tests a case: its reader claims the files, opens them, and gives the expected counts, rates, events within 1 ms and
 * means. Skipped where the cases are not there.
 * @param more further checks of this case
 */
export function labCase(
  name: string,
  reader: Reader,
  more: (one: LabCase) => void | Promise<void> = () => undefined,
  answers: Answers = {},
): void {
  const path = join(folder, name);
  describe.skipIf(!existsSync(path))(`case ${name}`, () => {
    it('gives its expected answer', async () => {
      const expected = JSON.parse(readFileSync(join(path, 'expected.json'), 'utf8')) as Expected;
      const source = fileSource(path);
      const files = source.files.filter((file) => !['README.md', 'expected.json'].includes(file.name));
      const only = { ...source, files };
      const claims = reader.detect(only);
      expect(claims.length).toBeGreaterThan(0);
      for (const claim of claims) {
        const opened = await reader.open(claim, only, answers);
        await checkAlike(expected, opened);
        await more({ expected, opened });
        opened.close();
      }
      source.close();
    });
  });
}

async function checkAlike(expected: Expected, opened: OpenedRecording): Promise<void> {
  const { found } = opened;
  const zero = found.signals[0]?.startSeconds ?? 0;
  expect(found.signals.map(({ id }) => id)).toEqual(expect.arrayContaining([...(expected.streams ?? [])]));
  for (const signal of found.signals) checkSamples(expected, signal);
  if (expected.session_start !== undefined) expect(found.startsAt).toBe(expected.session_start);
  for (const [id, { n, first_s, third_s, last_s }] of Object.entries(expected.events ?? {})) {
    const times = found.events.find((one) => one.id === id)?.times ?? new Float64Array();
    expect(times).toHaveLength(n);
    const at = (index: number): number => (times.at(index) as number) - zero;
    expect(Math.abs(at(0) - first_s)).toBeLessThan(0.001);
    expect(Math.abs(at(-1) - last_s)).toBeLessThan(0.001);
    if (third_s !== undefined) expect(Math.abs(at(2) - third_s)).toBeLessThan(0.001);
  }
  for (const one of expected.means ?? []) await checkMean(one, opened, zero);
}

function checkSamples({ n_samples, rate_hz, rate_tolerance = 1e-6 }: Expected, { id, samples, rateHz }: FoundSignal) {
  const count = typeof n_samples === 'object' ? n_samples[id] : n_samples;
  if (count !== undefined) expect(samples, id).toBe(count);
  if (rate_hz !== undefined) expect(Math.abs(rateHz / rate_hz - 1), id).toBeLessThan(rate_tolerance);
}

async function checkMean(
  { stream, from_s, to_s, n, mean, tolerance, part = 1 }: ExpectedMean,
  opened: OpenedRecording,
  zero: number,
): Promise<void> {
  const signal = opened.found.signals.find(({ id }) => id === stream || id.includes(stream)) as FoundSignal;
  expect(signal, stream).toBeDefined();
  const from = signal.parts[part - 1] as number;
  const to = signal.parts[part] ?? signal.samples;
  const [times, values] = [await opened.times(signal.id, from, to), await opened.values(signal.id, from, to)];
  const start = part === 1 ? zero : (times[0] as number);
  const within = values.filter((value, i) => {
    const t = (times[i] as number) - start;
    return t >= from_s && t < to_s && Number.isFinite(value);
  });
  expect(within, stream).toHaveLength(n);
  expect(Math.abs(within.reduce((sum, value) => sum + value, 0) / n - mean), stream).toBeLessThanOrEqual(tolerance);
}
