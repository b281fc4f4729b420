/** What is missing in what a file exports, in words, and what to do; nothing where it is a declaration. */
export function declarationFlaw(
  thing: unknown,
  id: string,
): { readonly what: string; readonly remedy: string } | undefined {
  if (typeof thing !== 'object' || thing === null)
    return { what: 'it has no default export', remedy: 'write `export default defineAgent({ ... })`, or what it is' };
  const one = thing as Readonly<Record<string, unknown>>;
  if (one['id'] !== id)
    return { what: `it declares the id '${String(one['id'])}'`, remedy: `let the id be the file's name, '${id}'` };
  if (!Number.isInteger(one['version']) || Number(one['version']) < 1)
    return {
      what: 'its version is not a whole number from 1',
      remedy: 'write `version: 1`; raise it when results change',
    };
  for (const name of ['title', 'summary'])
    if (typeof one[name] !== 'string' || one[name] === '')
      return { what: `it has no ${name}`, remedy: `add a ${name}: text that \`phasic show\` and the forms show` };
  if (typeof (one['citation'] as { text?: unknown } | undefined)?.text !== 'string')
    return { what: 'it has no citation', remedy: "add citation: { text: '...' }, of the paper or of yourself" };
  if (recordedOf(one).some((recorded) => !Array.isArray(recorded.sources)))
    return {
      what: 'it has recorded numbers without sources',
      remedy: "add sources: [{ from: '...', licence: '...' }] next to their citation",
    };
  if (!Object.isFrozen(thing))
    return {
      what: 'it was not made by a define*() of phasic/parts',
      remedy: 'wrap it in define*(), which checks and freezes it',
    };
  return undefined;
}

interface MaybeRecorded {
  readonly sources?: unknown;
}

/** What a paradigm declares of recorded numbers: beside its summaries, and as traces. */
function recordedOf({ summaries, recorded }: Readonly<Record<string, unknown>>): readonly MaybeRecorded[] {
  const plots = (summaries ?? []) as readonly { readonly recorded?: MaybeRecorded }[];
  return [...plots.flatMap((one) => one.recorded ?? []), ...((recorded ?? []) as readonly MaybeRecorded[])];
}
