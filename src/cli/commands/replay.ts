import { InputError } from '../../core/errors.ts';
import { replay, type Replayed } from '../../engine/control/replay.ts';
import { sha256 } from '../../session/sha256.ts';
import { parseJsonText } from '../../storage/json-text.ts';
import { readPackedText } from '../../storage/read-packed.ts';
import type { Arguments, Command } from '../command.ts';
import { printResult, textTable } from '../output.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'replay',
  group: 'games',
  short: 'compare environments with recorded trajectories, step by step',
  usage: 'FILE ...',
  summary:
    'Feeds the recorded random draws and actions of trajectory files (.json or .json.gz) to the environments that they name, and says how many steps agree.',
  examples: ['phasic replay trajectory.json.gz', 'phasic replay *.json.gz --json', 'phasic replay recorded.json'],
  options: sharedOptions('json'),
  words: Infinity,
  run,
};
export default command;

const maxBytes = { file: 50_000_000, text: 100_000_000 };

interface ReplayedFile {
  readonly file: string;
  readonly trajectories: readonly Replayed[];
}

async function run(args: Arguments): Promise<number> {
  if (args.positionals.length === 0)
    throw new InputError('missing argument FILE', 'phasic replay', 'name a trajectory file (.json or .json.gz)');
  const files: ReplayedFile[] = [];
  for (const file of args.positionals)
    files.push({
      file,
      trajectories: replay(
        parseJsonText(await readPackedText(file, maxBytes, 'the trajectory file'), file),
        file,
        sha256,
      ),
    });
  printResult(args.on('json') ? JSON.stringify({ files }) : files.map(report).join('\n\n'));
  return files.every(({ trajectories }) => trajectories.every(({ mismatch }) => mismatch === undefined)) ? 0 : 1;
}

const total = (trajectories: readonly Replayed[], of: 'calls' | 'agreed'): string =>
  trajectories.reduce((sum, one) => sum + one[of], 0).toLocaleString('en-US');

function report({ file, trajectories }: ReplayedFile): string {
  const rows = trajectories.map(({ id, calls, agreed, mismatch }) => [
    `  ${id}`,
    `${agreed} of ${calls}`,
    mismatch === undefined
      ? ''
      : `call ${mismatch.call}: ${mismatch.what}: recorded ${mismatch.expected}, here ${mismatch.found}`,
  ]);
  return [
    `${file}: ${total(trajectories, 'agreed')} of ${total(trajectories, 'calls')} steps agree, in ${trajectories.length} ${trajectories.length === 1 ? 'trajectory' : 'trajectories'}`,
    textTable(rows),
  ].join('\n');
}
