import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** One line of the report. */
export interface Row {
  readonly what: string;
  /** The figure, with its unit. */
  readonly measured: string;
  /** The reference, as a ratio or a limit. */
  readonly against: string;
}

/** Median of several measurements, so that one disturbed run does not decide. */
export const medianOf = (times: number, measure: () => number): number =>
  middle(Array.from({ length: times }, measure));

export function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

/** Wall-clock seconds of a call. */
export function seconds(work: () => void): number {
  const from = performance.now();
  work();
  return (performance.now() - from) / 1000;
}

/** CPU seconds (user and system, all threads) of a call: other programs on the machine do not count. */
export function cpuSeconds(work: () => void): number {
  const from = process.cpuUsage();
  work();
  return cpuSecondsSince(from);
}

/** Seconds of the processor and of the clock. */
export interface Timed {
  readonly cpu: number;
  readonly wall: number;
}

/** What a call took in this process, all threads. */
export function timed(work: () => void): Timed {
  let wall = 0;
  const cpu = cpuSeconds(() => {
    wall = seconds(work);
  });
  return { cpu, wall };
}

export function cpuSecondsSince(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

/** The matrix as JSON has some megabytes. */
const maxOutput = 2 ** 28;

/** Standard output of a command, with additional environment variables; undefined if it is not installed or fails. */
export function output(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string | undefined {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: maxOutput,
      env: { ...process.env, ...env },
    });
  } catch {
    return undefined;
  }
}
