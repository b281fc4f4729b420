import { canonicalJson } from '../../src/core/canonical-json.ts';
import { InputError } from '../../src/core/errors.ts';
import type { Design } from '../../src/contracts/design.ts';
import { printDesign } from '../../src/designs/print.ts';
import { parseDesignIn, type DesignFormat } from '../../src/designs/read.ts';

/** A text that an experimenter writes, and how it is written. */
export interface WrittenDesign {
  readonly format: DesignFormat;
  readonly text: string;
}

/** Shown to someone who comes for the first time: it is the notation by example. */
export const starter: WrittenDesign = {
  format: 'txt',
  text: `// A group a line, a phase a column: 40A+ is forty rewarded trials of cue A, # a probe in which nothing is learned.
Blocking | 40A+ | 40AB+ | 10#B
Control  | 40C+ | 40AB+ | 10#B

cue = 1 s
iti = uniform 4 8
reward size = 1
`,
};

const storageKey = 'phasic-design';
/** A browser keeps a few megabytes for a page; a design is a page of text. */
const maxKept = 200_000;

/** What was written last, here or before a reload. */
export function lastWritten(): WrittenDesign {
  try {
    const kept = JSON.parse(window.localStorage.getItem(storageKey) ?? 'null') as unknown;
    if (isWrittenDesign(kept)) return kept;
  } catch {
    // Storage may be denied, or hold something else.
  }
  return starter;
}

/** Whether something from outside is a written design; its text may still hold mistakes. */
export function isWrittenDesign(given: unknown): given is WrittenDesign {
  const { format, text } = (given ?? {}) as Partial<WrittenDesign>;
  return typeof text === 'string' && typeof format === 'string' && ['txt', 'json', 'rw', 'csv'].includes(format);
}

export function keepWritten(written: WrittenDesign): void {
  try {
    if (written.text.length <= maxKept) window.localStorage.setItem(storageKey, JSON.stringify(written));
  } catch {
    // Storage may be denied or full: the text stays on the page.
  }
}

/** The design of what was written last, for a page that is opened at a design of one's own. */
export function lastDesign(): Design | undefined {
  const { format, text } = lastWritten();
  const parsed = parseDesignIn(format, text);
  return 'design' in parsed ? parsed.design : undefined;
}

/** A design as a text that a person can go on writing: their own where it says just this, else lines of text, else JSON. */
export function writtenAs(design: Design): WrittenDesign {
  const own = lastDesign();
  if (own !== undefined && canonicalJson(own) === canonicalJson(design)) return lastWritten();
  try {
    return { format: 'txt', text: printDesign(design) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { format: 'json', text: `${JSON.stringify(design, null, 2)}\n` };
  }
}
