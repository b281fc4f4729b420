import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

// Names this process in files that outlive it, so that another process can tell whether it still runs. A process id alone does not do: it is given
// again after a crash, and in a container it is the same at every start. So its time of start goes with it.

const hostOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 8);

/** Milliseconds by which two ways to tell the time of a start may differ. */
const tolerance = 60_000;

let own: string | undefined;

/** `computer-process-start`: letters and digits between hyphens. */
export function processTag(): string {
  own ??= `${hostOf(hostname())}-${process.pid}-${startOf(process.pid) ?? `m${ownStart()}`}`;
  return own;
}

const ownStart = (): number => Math.round(Date.now() - 1000 * process.uptime());

/** Whether the process that gave itself this tag still runs; nothing where that cannot be known here. */
export function isRunning(tag: string): boolean | undefined {
  const found = /^([0-9a-f]{8})-(\d+)-(\w+)$/.exec(tag);
  if (found === null || found[1] !== hostOf(hostname())) return undefined;
  if (tag === processTag()) return true;
  const [, , pid, start] = found as unknown as readonly [string, string, string, string];
  if (!isThere(Number(pid))) return false;
  if (!start.startsWith('m')) return startOf(Number(pid)) === start;
  const began = Number(start.slice(1));
  // Threads of one process tell its start a little differently.
  if (Number(pid) === process.pid) return Math.abs(began - ownStart()) < tolerance;
  // Where the start of another process cannot be told, at least those from before this computer's last start are gone.
  return began > Date.now() - 1000 * uptime() - tolerance;
}

/** Linux alone tells it without a further program: the boot, and the clock ticks since then. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    // The second field, the program's name, may hold anything; what follows its parenthesis is the third field (state) and on.
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
    // It is there, and another person's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
