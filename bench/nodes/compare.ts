import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Generated } from './generated.ts';
import type { Printed } from './process.ts';

const maxOutputBytes = 100_000_000;

/**
 * What each Node makes of the specs.
 * @param entry bench/nodes/process.ts, built
 * @param file where the specs are written for it
 */
export function onEach(
  programs: readonly string[],
  entry: string,
  specs: readonly Generated[],
  file: string,
): readonly Printed[] {
  writeFileSync(file, JSON.stringify(specs));
  return programs.map(
    (program) =>
      JSON.parse(execFileSync(program, [entry, file], { encoding: 'utf8', maxBuffer: maxOutputBytes })) as Printed,
  );
}
