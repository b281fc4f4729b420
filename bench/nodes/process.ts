// Run by one Node after another: reads specs from the named file, and prints this Node's results.
import { readFileSync } from 'node:fs';
import { fingerprint } from './fingerprint.ts';
import { functionBits } from './functions.ts';
import type { Generated } from './generated.ts';

export interface Printed {
  readonly node: string;
  readonly fingerprints: readonly string[];
  readonly functions: Readonly<Record<string, string>>;
}

/** Pairs of numbers that each function is compared on. */
export const comparedPairs = 200_000;

const specs = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as readonly Generated[];
const printed: Printed = {
  node: process.version,
  fingerprints: specs.map(fingerprint),
  functions: functionBits(comparedPairs),
};
process.stdout.write(JSON.stringify(printed));
