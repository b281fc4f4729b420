import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { InputError } from '../../core/errors.ts';
import { replay, type Replayed } from '../../engine/play/replay.ts';
import { sha256 } from '../../host/sha256.ts';
import { parseJsonText } from '../../storage/json-text.ts';
import { readBytesLimited } from '../../storage/read-limited.ts';
import type { Arguments, Command } from '../command.ts';
import { printResult, textTable } from '../output.ts';

const command: Command = {
  name: 'replay',
  usage: 'FILE',
  summary: 'Feeds the recorded draws and actions of a file of trajectories to the world it names, and says how many steps agree.',
  options: { json: { type: 'boolean', help: 'print one JSON object' } },
  run,
};
export default command;

const maxFileBytes = 50_000_000;
const maxTextBytes = 500_000_000;

async function run(args: Arguments): Promise<number> {
  const [file] = args.positionals;
  if (file === undefined) throw new InputError('the file is missing', 'phasic replay', 'name a file of trajectories (.json or .json.gz)');
  const replayed = replay(parseJsonText(await textOf(file), file), file, sha256);
  printResult(args.on('json') ? JSON.stringify({ file, trajectories: replayed }) : report(file, replayed));
  return replayed.every(({ mismatch }) => mismatch === undefined) ? 0 : 1;
}

async function textOf(file: string): Promise<string> {
  const bytes = await readBytesLimited(file, maxFileBytes, 'the file of trajectories');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return Buffer.from(bytes).toString('utf8');
  try {
    return (await promisify(gunzip)(bytes, { maxOutputLength: maxTextBytes })).toString('utf8');
  } catch (error) {
    throw new InputError(`it cannot be unpacked (${(error as Error).message})`, file, 'check that it is a whole gzip file');
  }
}

function report(file: string, replayed: readonly Replayed[]): string {
  const calls = replayed.reduce((sum, one) => sum + one.calls, 0);
  const agreed = replayed.reduce((sum, one) => sum + one.agreed, 0);
  const wrong = replayed.filter(({ mismatch }) => mismatch !== undefined);
  const head = `${file}: ${agreed.toLocaleString('en-US')} of ${calls.toLocaleString('en-US')} steps agree, in ${replayed.length} trajectories`;
  if (wrong.length === 0) return head;
  const rows = wrong.map(({ id, mismatch }) => [id, String(mismatch?.call), mismatch?.what ?? '', mismatch?.expected ?? '', mismatch?.found ?? '']);
  return [head, '', 'The first disagreement of each trajectory:', textTable([['trajectory', 'call', 'what', 'recorded', 'here'], ...rows])].join('\n');
}
