// Does one command of the real program after another, and tells in JSON what came of each: they are in standard input, each a list of words.
import { readFileSync } from 'node:fs';
import { ensureBuilt } from '../../scripts/fresh.mjs';

if (!ensureBuilt()) process.exit(1);
const { main } = await import('../../dist/node/cli.js');

const tell = process.stdout.write.bind(process.stdout);
/** Keeps what is written, and calls back whoever waits until it is. */
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
  // A command that can be interrupted listens until its process ends, which is here not yet.
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
}
tell(JSON.stringify(done));
