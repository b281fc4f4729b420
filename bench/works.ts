import { join } from 'node:path';
import { commandLineWorks } from './command-line.ts';
import { linearTdKernels } from './linear-td.ts';
import { cellWorks } from './matrix.ts';
import { output, type Timed } from './measure.ts';
import { trialLevelKernels } from './trial-level.ts';
import { phasic, usageOf } from './usage.ts';

/** Something that two revisions can both do. */
export interface Work {
  readonly what: string;
  /** A kernel is measured without process start, and a process from its start to its end. */
  readonly kind: 'kernel' | 'whole process';
  /** Does it by the checkout in `at`. */
  measure(at: string): Timed;
}

const kernels = (of: Readonly<Record<string, () => void>>): readonly Work[] =>
  Object.keys(of).map((what) => ({ what, kind: 'kernel', measure: (at) => kernelTime(at, what) }));

function kernelTime(at: string, what: string): Timed {
  const printed = output(process.execPath, [join(at, 'dist/bench/kernel.js'), what]);
  if (printed === undefined) throw new Error(`${what} failed in ${at}`);
  return JSON.parse(printed) as Timed;
}

const processes = (of: Readonly<Record<string, readonly string[]>>): readonly Work[] =>
  Object.entries(of).map(([what, args]) => ({
    what,
    kind: 'whole process',
    measure: (at) => usageOf(at, phasic(at, args)),
  }));

/** By the part of the benchmarks that they belong to; all of them together take some minutes. */
export const works: Readonly<Record<string, readonly Work[]>> = {
  'command-line': processes(commandLineWorks),
  matrix: processes(cellWorks),
  'linear-td': kernels(linearTdKernels),
  'trial-level': kernels(trialLevelKernels),
};
