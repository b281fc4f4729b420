import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

// Names this process in files that outlive it, so that another process can tell whether it still runs. A process id
// alone is not enough: it is reused after a crash, and in a container it is the same at every start. So the start time
// is included.

const hostOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 8);

/** Maximum difference in milliseconds between two ways of determining a start time. */
const tolerance = 60_000;

let own: string | undefined;

/** `computer-process-start`: letters and digits between hyphens. */
export function processTag(): string {
  own ??= `${hostOf(hostname())}-${process.pid}-${startOf(process.pid) ?? `m${ownStart()}`}`;
  return own;
}

const ownStart = (): number => Math.round(Date.now() - 1000 * process.uptime());

/** Whether the process with this tag still runs; undefined if that cannot be determined here. */
export function isRunning(tag: string): boolean | undefined {
  const found = /^([0-9a-f]{8})-(\d+)-(\w+)$/.exec(tag);
  if (found === null || found[1] !== hostOf(hostname())) return undefined;
  if (tag === processTag()) return true;
  const [, , pid, start] = found as unknown as readonly [string, string, string, string];
  if (!isThere(Number(pid))) return false;
  if (!start.startsWith('m')) return startOf(Number(pid)) === start;
  const began = Number(start.slice(1));
  // Threads of one process report slightly different start times.
  if (Number(pid) === process.pid) return Math.abs(began - ownStart()) < tolerance;
  // If the start of another process cannot be determined, at least those from before this computer's last start have
  // ended.
  return began > Date.now() - 1000 * uptime() - tolerance;
}

/** Only Linux reports it without an external program: the boot id, and the clock ticks since then. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    // The second field, the program's name, may contain anything; after its parenthesis comes the third field (state).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const isEnded = fields[0] === 'Z' || fields[0] === 'X';
    return isEnded ? 'ended' : `b${boot}t${fields[19]}`;
  } catch {
    return undefined;
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
