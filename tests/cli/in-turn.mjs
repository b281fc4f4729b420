// Runs commands of the real program one after another, and prints the result of each as JSON: standard input has one
// list of words per command.
import { readFileSync } from 'node:fs';
import { ensureBuilt } from '../../scripts/fresh.mjs';

if (!ensureBuilt()) process.exit(1);
// What reads files of others would start this program again.
process.env.PHASIC_WATCHED = '';
const { main } = await import('../../dist/node/cli.js');

const tell = process.stdout.write.bind(process.stdout);
/** Stores the output, and calls back whoever waits for it. */
const kept =
  (texts) =>
  (text, ...rest) => {
    texts.push(String(text));
    rest.at(-1)?.();
    return true;
  };

const done = [];
for (const args of JSON.parse(readFileSync(0, 'utf8'))) {
  const [out, err] = [[], []];
  process.stdout.write = kept(out);
  process.stderr.write = kept(err);
  done.push({ code: await main(args), out: out.join(''), err: err.join('') });
  // An interruptible command listens until its process ends, which does not happen here.
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
}
tell(JSON.stringify(done));
