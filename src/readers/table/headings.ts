import type { Dialect } from './dialect.ts';

/** A column's name, and its unit if the heading states one. */
export interface Heading {
  readonly name: string;
  /** Its last row of headings alone, unique as well: the channel, where the rows before are devices. */
  readonly channel: string;
  readonly unit: string | undefined;
  /** Whether the file has no heading for it. */
  readonly unnamed: boolean;
}

/**
 * Headings of all columns, unique. Two rows of them, such as devices over channels or names over units, become one.
 */
export function headingsOf({ headingRows, sample }: Dialect): Heading[] {
  const columns = Math.max(...headingRows.map((row) => row.length), ...sample.map((row) => row.length));
  const units = headingRows.length > 1 && headingRows.at(-1)?.every(isUnitAlone) === true ? headingRows.at(-1) : [];
  const named = units?.length === 0 ? headingRows : headingRows.slice(0, -1);
  const [taken, channels] = [new Set<string>(), new Set<string>()];
  return Array.from({ length: columns }, (_, i) => {
    const said = named.flatMap((row) => row[i]?.trim() ?? '').filter((part) => part !== '' && !/^-+$/.test(part));
    const name = uniqueOf(said.length === 0 ? `column ${i + 1}` : said.join(' '), taken);
    const channel = uniqueOf(said.at(-1) ?? name, channels);
    return { name, channel, unit: bare(units?.[i]) ?? unitOf(said.at(-1) ?? ''), unnamed: said.length === 0 };
  });
}

function uniqueOf(name: string, taken: Set<string>): string {
  let unique = name;
  for (let n = 2; taken.has(unique); n++) unique = `${name} (${n})`;
  taken.add(unique);
  return unique;
}

const isUnitAlone = (cell: string): boolean => /^\s*([([].{1,8}[)\]]|s|ms|us|V|mV|%|Hz|)\s*$/.test(cell);

const bare = (cell: string | undefined): string | undefined => {
  const text = cell?.trim().replace(/^[([]|[)\]]$/g, '');
  return text === undefined || text === '' ? undefined : text;
};

/** The unit at the end of a heading: `ΔF/F (%)`, `Time [ms]`, `time_s`. */
function unitOf(heading: string): string | undefined {
  const bracket = /[([]([^()[\]]{1,12})[)\]]\s*$/.exec(heading)?.[1]?.trim();
  if (bracket !== undefined) return isUnit(bracket) ? bracket : undefined;
  return /[_ .-](s|sec|seconds|ms|msec|us|min|mV|V|Hz|ul|pct)$/.exec(heading)?.[1];
}

/** Not a remark such as `(AOut-1)`. */
const isUnit = (text: string): boolean =>
  /^(%|[a-zµμΔ°]{1,4}(\/[a-zµμΔ]{1,4})?|seconds?|milliseconds?|minutes?|z-?score)$/i.test(text);
