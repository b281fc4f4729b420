import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './measure.ts';

/** The results of one part of the benchmarks, and the machine. */
export interface StoredPart {
  readonly machine: string;
  readonly date: string;
  readonly rows: readonly Row[];
}

export const resultsFile = 'docs/bench-results.json';

/** By the part's name. */
export function readParts(root: string): Readonly<Record<string, StoredPart>> {
  const file = join(root, resultsFile);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, StoredPart>>) : {};
}

export const writeParts = (root: string, parts: Readonly<Record<string, StoredPart>>): void =>
  writeFileSync(join(root, resultsFile), `${JSON.stringify(parts, undefined, 1)}\n`);
