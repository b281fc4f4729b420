import { filetypeinfo } from 'magic-bytes.js';

/** The type of a file that contains no experiment, and the remedy. */
export interface ForeignFile {
  /** `this is an NWB file (HDF5)` */
  readonly what: string;
  readonly remedy: string;
}

/** Number of initial bytes that identify a file. */
export const headBytes = 65_536;

const openThese = 'open a design (.txt, .json, .rw, .csv) or a spec (.json)';
const remedies = {
  recording: `recordings are opened in Data or by phasic import; here ${openThese}`,
  sheet: `save the sheet as CSV if it is a design of calmr, or ${openThese}`,
  other: openThese,
} as const;
type Sort = keyof typeof remedies;

/** The data by which a file is identified: its first bytes, these as text with one character per byte, and its name. */
interface Beginning {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly name: string;
}

type Judgement = readonly [words: string, sort: Sort] | undefined;

/**
 * Identifies a file that is known to be something other than a design or a spec: by its content, and by its name only
 * if the content is inconclusive.
 * @param head its first bytes, `headBytes` of them or all there are
 * @returns undefined for text that may be a design or a spec
 */
export function foreignFile(head: Uint8Array, fileName: string): ForeignFile | undefined {
  const bytes = head.subarray(0, headBytes);
  const beginning: Beginning = {
    bytes,
    text: Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''),
    name: fileName.toLowerCase(),
  };
  const found = recordingOf(beginning) ?? (isText(bytes) ? writtenOf(beginning) : binaryOf(beginning));
  if (found === undefined) return undefined;
  const [words, sort] = found;
  return { what: `this is ${words}`, remedy: remedies[sort] };
}

/** Text contains no control characters except tabs and the ends of lines and pages, in any encoding. */
export const isText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d);

const hdf5 = '\u0089HDF\r\n\u001a\n';

/** Recording formats of laboratories, by the signatures that their vendors document. */
function recordingOf({ bytes, text, name }: Beginning): Judgement {
  const begins = (mark: string): boolean => text.startsWith(mark);
  if (begins('MATLAB 7.3 MAT-file')) return ['a MATLAB file (version 7.3, HDF5)', 'recording'];
  if (begins('MATLAB 5.0 MAT-file')) return ['a MATLAB file (version 5)', 'recording'];
  if (begins(hdf5)) return [hdf5Words(text, name), 'recording'];
  if (begins('\u0093NUMPY')) return ['a NumPy array (.npy)', 'recording'];
  if (begins('PAR1')) return ['a Parquet table', 'recording'];
  if (begins('ARROW1')) return ['an Arrow table', 'recording'];
  if (/^[^]{2}\{"subject_ID"/.test(text)) return ['a pyPhotometry recording (.ppd)', 'recording'];
  if (text.slice(8, 11) === 'SEV' || isTsq(bytes)) return ['a TDT recording', 'recording'];
  if (begins('\u00c6\u009a\u0091\u00d6') || begins('\u00d6\u0091\u009a\u00c6'))
    return ['an Intan recording', 'recording'];
  if (begins("header.format = 'Open Ephys")) return ['an Open Ephys recording', 'recording'];
  if (begins('######## Neuralynx')) return ['a Neuralynx recording', 'recording'];
  if (begins('ABF ') || begins('ABF2')) return ['an Axon recording (ABF)', 'recording'];
  if (begins('PLEX') || begins('XELP')) return ['a Plexon recording', 'recording'];
  if (begins('\u00ac\u00ed\u0000\u0005'))
    return [
      name.endsWith('.tdl')
        ? "a file of CAL-R's TD Simulator (.tdl), which only that program can read"
        : 'a file of saved Java objects',
      'other',
    ];
  return undefined;
}

function hdf5Words(text: string, name: string): string {
  if (name.endsWith('.nwb') || text.includes('NWBFile') || text.includes('nwb_version')) return 'an NWB file (HDF5)';
  return name.endsWith('.doric') || text.includes('DataAcquisition') ? 'a Doric recording (HDF5)' : 'an HDF5 file';
}

/** The second record of 40 bytes of a TDT header marks the start of the block. */
const isTsq = (bytes: Uint8Array): boolean =>
  bytes.length >= 80 && bytes[44] === 0x01 && bytes[45] === 0x88 && bytes[46] === 0 && bytes[47] === 0;

const programs = new Set(['elf', 'exe', 'class', 'wasm', 'macho', 'mach-o', 'deb', 'rpm', 'jar', 'dll', 'dmg']);
const archives = new Set(['zip', 'gz', 'tar.gz', 'tar', '7z', 'rar', 'xz', 'bz2', 'lz4', 'zst', 'zstd', 'z']);
/** Contents of a file of Microsoft Office or LibreOffice, which is an archive. */
const officeParts: readonly (readonly [part: string, words: string, sort: Sort])[] = [
  ['xl/', 'an Excel workbook (.xlsx)', 'sheet'],
  ['opendocument.spreadsheet', 'an OpenDocument spreadsheet (.ods)', 'sheet'],
  ['word/', 'a Word document (.docx)', 'other'],
  ['ppt/', 'a PowerPoint presentation (.pptx)', 'other'],
  ['.npy', 'an archive of NumPy arrays (.npz)', 'recording'],
];
/** Identification by name if the content is inconclusive. */
const endings: readonly (readonly [ending: RegExp, words: string, sort: Sort])[] = [
  [/\.(?:tev|tsq|tbk|tdx|tnt|tin|sev)$/, 'a TDT recording', 'recording'],
  [/\.(?:ns[1-6]|nev|rhd|rhs|plx|pl2|smr|smrx|ncs|nex|dat|bin|ppd|isxd|doric|nwb)$/, 'a recording', 'recording'],
  [/\.xls$/, 'an Excel workbook (.xls)', 'sheet'],
];

function binaryOf({ bytes, text, name }: Beginning): Judgement {
  if (/^(?:\u00ff\u00fe|\u00fe\u00ff)/.test(text)) return ['text in UTF-16, not in UTF-8: save it as UTF-8', 'other'];
  const byName = endings.find(([ending]) => ending.test(name));
  if (byName !== undefined) return [byName[1], byName[2]];
  const [found] = filetypeinfo([...bytes.subarray(0, 1024)]);
  const type = found?.typename.toLowerCase() ?? '';
  if (archives.has(type)) return archiveOf(text, type);
  if (programs.has(type)) return [`a program (${type.toUpperCase()})`, 'other'];
  if (type === 'pdf') return ['a PDF document', 'other'];
  const media = /^(image|video|audio)\//.exec(found?.mime ?? '')?.[1];
  if (media !== undefined)
    return [
      `${media === 'video' ? 'a video' : media === 'image' ? 'an image' : 'a sound'} (${type.toUpperCase()})`,
      'other',
    ];
  return ['not text: a binary file of an unknown kind', 'other'];
}

function archiveOf(text: string, type: string): Judgement {
  const part = officeParts.find(([inside]) => text.includes(inside));
  return type === 'zip' && part !== undefined ? [part[1], part[2]] : [`an archive (${type.toUpperCase()})`, 'other'];
}

/** Text of other types. */
function writtenOf({ text, name }: Beginning): Judgement {
  const start = text.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (start.startsWith('%PDF-')) return ['a PDF document', 'other'];
  if (start.startsWith('#!')) return ['a program (a script)', 'other'];
  if (/^<(?:!doctype html|html)/i.test(start)) return ['a web page', 'other'];
  if (/^<\?xml|^<svg/i.test(start)) return [start.includes('<svg') ? 'an image (SVG)' : 'an XML document', 'other'];
  if (start.startsWith('{\\rtf')) return ['a document in rich text (RTF): save it as plain text', 'other'];
  if (/^\{[^]*"nbformat"\s*:/.test(start)) return ['a Jupyter notebook', 'other'];
  if (/\.(?:py|r|m|jl|js|ts|ipynb|c|cpp|java|sh)$/.test(name) && !start.includes('|'))
    return [`a program (${name.slice(name.lastIndexOf('.'))})`, 'other'];
  return isNumbers(start)
    ? ['a table of numbers, such as a recording: it has no kinds of trials', 'recording']
    : undefined;
}

const cellsOf = (line: string): readonly string[] =>
  line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
const isNumber = (cell: string): boolean =>
  /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(cell) || /^(?:nan|inf)$/i.test(cell);
/** Column names of common programs for times, frames and samples. */
const recordedColumn =
  /^(?:timestamps?|time|t|time ?\(m?s\)|time_m?s|frame ?counter|systemtimestamp|computertimestamp|ledstate|sampling_rate)$/i;

/**
 * A heading, if any, followed by lines of numbers only; or settings in JSON, followed by the heading of a recording.
 */
function isNumbers(text: string): boolean {
  const lines = text.split(/\r?\n/, 8).filter((line) => line.trim() !== '');
  const heading = lines[0]?.startsWith('{') === true ? 1 : 0;
  const headings = cellsOf(lines[heading] ?? '');
  const rows = lines.slice(heading + 1).map(cellsOf);
  const isRecorded = headings.some((cell) => recordedColumn.test(cell));
  if (heading === 1) return isRecorded;
  if (rows.length === 0) return false;
  const areNumbers = rows.every(
    (cells) => cells.some(isNumber) && cells.every((cell) => cell === '' || isNumber(cell)),
  );
  return areNumbers || (isRecorded && rows.every((cells) => isNumber(cells[0] ?? '')));
}
