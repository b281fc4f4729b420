// Does commands of the real program in one process, each as its parent asks for it, and answers with what it wrote.
import { setTimeout } from 'node:timers/promises';
import { ensureBuilt } from '../../scripts/fresh.cjs';

if (!ensureBuilt()) process.exit(1);
// What reads files of others would start this program again.
process.env.PHASIC_WATCHED = '';
const { main } = await import('../../dist/node/cli.cjs');

const streams = [process.stdout, process.stderr];

/** What keeps this process from ending. Its streams, which are opened when they are first used, are among it from the start. */
const kept = () => process.getActiveResourcesInfo();
/** Threads and child processes of a command need a moment to end. */
const patienceMs = 20_000;

/** What keeps this process from ending, and did not before. */
function leftSince(before) {
  const known = [...before];
  return kept().filter((name) => {
    const at = known.indexOf(name);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

async function ends(before) {
  const began = Date.now();
  for (let left = leftSince(before); left.length > 0; left = leftSince(before)) {
    if (Date.now() - began > patienceMs) throw new Error(`the command does not end; it has left: ${left.join(', ')}`);
    await setTimeout(2);
  }
}

/** Stores what is written, and calls back whoever waits for it. */
const keepIn =
  (texts) =>
  (text, ...rest) => {
    texts.push(String(text));
    rest.at(-1)?.();
    return true;
  };

const folder = process.cwd();

async function done({ args, cwd = folder }) {
  const [out, err] = [[], []];
  const writes = streams.map(({ write }) => write);
  streams.forEach((stream, i) => (stream.write = keepIn([out, err][i])));
  const before = kept();
  process.chdir(cwd);
  let code = 1;
  try {
    code = await main(args);
    await ends(before);
  } catch (error) {
    err.push(error.stack);
  }
  process.chdir(folder);
  streams.forEach((stream, i) => (stream.write = writes[i]));
  // An interruptible command listens until its process ends, which does not happen here.
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  return { code, out: out.join(''), err: err.join('') };
}

process.on('message', async (command) => process.send(await done(command)));
process.on('disconnect', () => process.exit());
