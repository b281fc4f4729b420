import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Where what must be done in the end is kept. */
export type AtEnd = (end: () => void | Promise<void>) => void;

/** A folder for one test, removed after it; for several tests, at the end that is given. */
export function temporaryFolder(atEnd: AtEnd = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
