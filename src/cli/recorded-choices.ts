import { InputError } from '../core/errors.ts';
import { exampleChoices } from '../fitting/choices/example-choices.ts';
import { choiceTrialsOf, type RecordedChoices } from '../fitting/recorded/choice-trials-of.ts';
import { combined } from '../recorded/combine.ts';
import { proposedMapping } from '../recorded/propose.ts';
import { openWatched, type ReadingWatch } from '../recorded/watch.ts';
import type { FileSource } from '../storage/file-source.ts';
import { fileSources } from '../storage/file-sources.ts';
import type { Arguments } from './command.ts';
import { contrastAsked } from './contrast-option.ts';
import { readMapping } from './given-mapping.ts';

/** The choices of a file, by subject. @throws InputError naming the file, and what it lacks */
export async function recordedChoices(path: string, args: Arguments, watch: ReadingWatch): Promise<RecordedChoices> {
  const file = args.text('mapping');
  const given = file === undefined ? undefined : (await readMapping(file)).mapping;
  const source = path === exampleChoices.name ? exampleSource() : fileSources([path]);
  try {
    const session = combined(await openWatched(source, given?.answers ?? {}, path, watch));
    const { choices } = given ?? proposedMapping(session.found);
    if (choices === undefined)
      throw new InputError('no choices are named', file ?? path, 'add "choices": docs/recordings.md shows how');
    const [subject, block, contrast] = [args.text('subject'), args.text('block'), contrastAsked(args)?.column];
    const share = args.text('common-share');
    const found = choiceTrialsOf(session.found, choices, {
      ...(subject === undefined ? {} : { subject }),
      ...(block === undefined ? {} : { block }),
      ...(contrast === undefined ? {} : { contrast }),
      initialValue: numberOf(args.text('initial-value') ?? '0.5'),
      ...(share === undefined ? {} : { commonShare: shareOf(share) }),
    });
    session.close();
    return found;
  } finally {
    source.close();
  }
}

/** The simulated table, as if it were a file. */
function exampleSource(): FileSource {
  const bytes = new TextEncoder().encode(exampleChoices.csv());
  const file = {
    name: exampleChoices.file,
    bytes: bytes.length,
    read: (from: number, to: number) => bytes.slice(from, to),
  };
  return { files: [file], find: () => undefined, close: () => undefined };
}

function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InputError(
    `'${text}' is not a number`,
    '--initial-value',
    'give the value of options at first, such as 0.5',
  );
}

function shareOf(text: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share > 0.5 && share <= 1) return share;
  throw new InputError(
    `'${text}' is not the larger share`,
    '--common-share',
    'give the share of common transitions, such as 0.7',
  );
}
