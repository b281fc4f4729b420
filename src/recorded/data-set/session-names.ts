/** A session's proposed names, which a person can correct. */
export interface SessionNames {
  /** Unique among the sessions. */
  readonly name: string;
  readonly animal: string;
  /** Why this is the animal: one clause without a full stop. */
  readonly reason: string;
}

interface Named {
  readonly files: readonly string[];
  /** The animal, as a file names it. */
  readonly subject: string | undefined;
}

/**
 * Names of sessions and animals: what the files say, else the folder that several sessions share, else the part of their
 * names in which they differ.
 */
export function sessionNames(sessions: readonly Named[]): readonly SessionNames[] {
  const paths = withoutShared(sessions.map(pathOf));
  const names = unique(paths.map((path) => path.join(' ')));
  const proposals = ofPaths(paths);
  return sessions.map(({ subject }, i) => {
    const name = names[i] as string;
    if (subject !== undefined && subject.trim() !== '')
      return { name, animal: subject.trim(), reason: 'the file names it' };
    return { name, ...(proposals[i] as Omit<SessionNames, 'name'>) };
  });
}

/** Folders and the name of the first file, without its ending. */
const pathOf = ({ files: [first = ''] }: Named): readonly string[] => first.replace(/\.[^./]+$/, '').split('/');

/** Paths without the folders at their beginning that all of them share, and without a file's name that adds nothing. */
function withoutShared(paths: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const [first = []] = paths;
  let shared = 0;
  while (paths.every((path) => path.length > shared + 1 && path[shared] === first[shared])) shared += 1;
  const rest = paths.map((path) => path.slice(shared));
  const folders = rest.map((path) => path.slice(0, -1));
  // Each session in a folder of its own: files have the names that a program gave them.
  const areOwn = folders.every((path) => path.length > 0) && new Set(folders.map(String)).size === folders.length;
  return areOwn ? folders : rest;
}

function unique(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
    taken.add(free);
    return free;
  });
}

function ofPaths(paths: readonly (readonly string[])[]): readonly Omit<SessionNames, 'name'>[] {
  if (paths.length > 1 && paths.every(({ length }) => length > 1))
    return paths.map(([folder = '']) => ({ animal: folder, reason: 'its folder' }));
  const stems = paths.map((path) => path.at(-1) ?? '');
  const stated = stems.map(statedIn);
  const split = stems.map((stem) => stem.split(/[\s_.-]+/).filter((part) => part !== ''));
  const place = stated.includes(undefined) ? differingPart(split) : undefined;
  return stems.map((stem, i) => {
    const own = stated[i];
    if (own !== undefined) return { animal: own, reason: `its name says ${own}` };
    const part = place === undefined ? undefined : split[i]?.[place];
    return part === undefined
      ? { animal: stem, reason: 'its name' }
      : { animal: part, reason: `part ${(place as number) + 1} of its name, in which sessions differ` };
  });
}

/** `mouse12`, `sub-01`: a word for an animal and its number. */
const statedIn = (stem: string): string | undefined =>
  /(?:^|[\s_.-])((?:sub|subj|subject|mouse|rat|animal|monkey)[\s_-]?[a-z]{0,4}\d+)(?=$|[\s_.-])/i.exec(stem)?.[1];

/** Days, dates, times and numbers of sessions. */
const isDated = (part: string): boolean =>
  /^(d|day|s|ses|sess|session|run|rec|t)\d*$/i.test(part) || /^\d{4,8}(t?\d{4,6})?$/i.test(part);

/** The first part in which names of as many parts differ, other than in days, dates and times. */
function differingPart(split: readonly (readonly string[])[]): number | undefined {
  const [first = []] = split;
  if (split.length < 2 || split.some(({ length }) => length !== first.length)) return undefined;
  const varying = first.flatMap((_, place) => (new Set(split.map((parts) => parts[place])).size > 1 ? [place] : []));
  const other = varying.find((place) => !split.every((parts) => isDated(parts[place] as string)));
  // Names that differ in days alone are of one animal.
  return other ?? (varying.length === 0 ? undefined : first.findIndex((part) => !isDated(part)));
}
