import { basename } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { evaluatedFit, type EvaluatedFit } from '../../fitting/session/fit-file.ts';
import { AlteredRun } from '../../session/verify/repeatable.ts';
import { verifyRun, type VerifiedRun } from '../../session/verify/verify-run.ts';
import { manifestName } from '../../storage/manifest-name.ts';
import { readTextLimited } from '../../storage/read-limited.ts';
import { defaultRunsFolder } from '../../storage/runs-folder.ts';
import type { Arguments, Command } from '../command.ts';
import { note, printResult, progressLine } from '../output.ts';
import { runFolder } from '../run-folder.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'verify',
  group: 'experiments',
  short: 'recompute a saved run and compare every byte, or evaluate a saved fit again',
  usage: 'RUN | FIT.json',
  summary:
    'Runs the spec of a saved run again and compares every byte; exits with 1 if one differs. RUN is a folder, or its name in the runs folder. Of a file that `phasic fit --save` wrote, evaluates each fit again, and compares its log-likelihood and log-posterior within 1e-9.',
  examples: [
    'phasic verify ~/Phasic/runs/schultz-1997_td-csc_seed-1',
    'phasic verify schultz-1997_td-csc_seed-1 --json',
    'phasic verify my-fit.json',
  ],
  options: {
    ...sharedOptions('runs', 'json'),
  },
  words: 1,
  run,
};
export default command;

/** For a run that was altered. */
const failed = 1;

async function run(args: Arguments): Promise<number> {
  const [asked] = args.positionals;
  if (asked === undefined)
    throw new InputError('missing argument RUN', 'phasic verify', 'name the folder of a saved run');
  // Of a run, its manifest may be named as well.
  if (asked.endsWith('.json') && basename(asked) !== manifestName) return verifyFits(asked, args);
  const folder = runFolder(asked, args.text('runs') ?? defaultRunsFolder());
  let line: ReturnType<typeof progressLine> | undefined;
  const verified = await verifyRun(folder, { onProgress: (steps, all) => (line ??= progressLine(all)).show(steps) })
    .catch(asAltered)
    .finally(() => line?.clear());
  if (verified instanceof AlteredRun) {
    note(`phasic: ${verified.message}`);
    return failed;
  }
  printResult(args.on('json') ? JSON.stringify(verified) : textOf(verified));
  return 0;
}

/** A line of JSON for each fit; the longest is that of a long session. */
const maxBytes = 1e9;

async function verifyFits(file: string, args: Arguments): Promise<number> {
  const lines = (await readTextLimited(file, maxBytes, 'the fits')).split('\n').filter((line) => line.trim() !== '');
  const fits: EvaluatedFit[] = [];
  for (const [i, line] of lines.entries()) {
    const where = lines.length === 1 ? file : `${file}, line ${i + 1}`;
    fits.push(await evaluatedFit(parsedLine(line, where), where));
  }
  printResult(
    args.on('json')
      ? JSON.stringify({ file, fits })
      : fits
          .map(({ stored, now, agrees }, i) => {
            const numbers = `log-likelihood ${now.logLikelihood}, log-posterior ${now.logPosterior}`;
            const before = `, saved as ${stored.logLikelihood} and ${stored.logPosterior}`;
            return `fit ${i + 1}: ${numbers}${agrees ? ', as saved' : before}`;
          })
          .join('\n'),
  );
  return fits.every(({ agrees }) => agrees) ? 0 : failed;
}

function parsedLine(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new InputError('this is not JSON', where, 'save it again with `phasic fit --save FILE`');
  }
}

function textOf(verified: VerifiedRun): string {
  const { folder, hash, steps, ended } = verified;
  const of = ended === undefined ? '' : ` of ${ended.planned}`;
  const why = ended === undefined ? '' : ` (${ended.why})`;
  const done =
    'trials' in verified
      ? `${verified.trials}${of} trials${why}, ${steps} steps`
      : `${steps}${of} steps${why}, ${verified.episodes} episodes`;
  return `${folder}: ${done}, every byte as saved. Hash ${hash}`;
}

function asAltered(error: unknown): AlteredRun {
  if (error instanceof AlteredRun) return error;
  throw error;
}
