import { canonicalJson } from '../../src/core/canonical-json.ts';
import { InputError } from '../../src/core/errors.ts';
import type { Design } from '../../src/contracts/design.ts';
import { printDesign } from '../../src/designs/print.ts';
import { parseDesignIn } from '../../src/designs/read.ts';
import { isWrittenDesign, type WrittenDesign } from '../../src/designs/written-design.ts';

/** Shown on the first visit: an example of the notation. */
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
/** A browser stores a few megabytes per page; a design is a page of text. */
const maxKept = 200_000;

/** The text written last, in this visit or before a reload. */
export function lastWritten(): WrittenDesign {
  try {
    const kept = JSON.parse(window.localStorage.getItem(storageKey) ?? 'null') as unknown;
    if (isWrittenDesign(kept)) return kept;
  } catch {
    // Storage may be unavailable, or contain something else.
  }
  return starter;
}

export function keepWritten(written: WrittenDesign): void {
  try {
    if (written.text.length <= maxKept) window.localStorage.setItem(storageKey, JSON.stringify(written));
  } catch {
    // Storage may be unavailable or full: the text stays on the page.
  }
}

/** The design written last, for a page that is opened with a custom design. */
export function lastDesign(): Design | undefined {
  const { format, text } = lastWritten();
  const parsed = parseDesignIn(format, text);
  return 'design' in parsed ? parsed.design : undefined;
}

/** A design as editable text: the user's own text if it is equivalent, otherwise lines of text, otherwise JSON. */
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
