/** How a table writes that a cell has no value. */
const missing = new Set([
  '',
  'nan',
  'na',
  'n/a',
  '#n/a',
  '#na',
  'null',
  'none',
  '-',
  '--',
  '-nan',
  'nan(ind)',
  'missing',
]);

/**
 * The number in a cell of a table; NaN if the cell says that there is none; undefined if it is text. True and false are
 * 1 and 0, as in logs of Bonsai.
 */
export function numberIn(cell: string, decimalComma: boolean): number | undefined {
  const value = Number(cell);
  if (value === value && cell !== '') return isPlain(cell) ? value : undefined;
  const text = cell.trim();
  if (missing.has(text.toLowerCase())) return NaN;
  if (decimalComma && /^[+-]?\d*,?\d+(e[+-]?\d+)?$/i.test(text)) return Number(text.replace(',', '.'));
  const lower = text.toLowerCase();
  if (lower === 'true') return 1;
  if (lower === 'false') return 0;
  const infinite = /^([+-]?)inf(inity)?$/.exec(lower);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return undefined;
}

/** Number() also reads blanks as 0, and 0x1f, 0b1 and 0o7. */
function isPlain(cell: string): boolean {
  const second = cell.charCodeAt(1) | 32;
  return !(second === 0x78 || second === 0x62 || second === 0x6f) && cell.trim() !== '';
}

const secondsPerDay = 86400;

/** Days from 1970-01-01 to a date of the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function daysTo(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

const dateTime = /^(?:(\d{4})-(\d\d)-(\d\d)[T ])?(\d\d?):(\d\d)(?::(\d\d(?:[.,]\d+)?))?\s*(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Seconds of a date and time of ISO 8601, since 1970, or of a time of the day, since midnight; undefined if the text is
 * neither. An offset is added only if the text states one.
 */
export function secondsOfDate(text: string): number | undefined {
  const parts = dateTime.exec(text.trim());
  if (parts === null) return undefined;
  const [, year, month, day, hours, minutes, seconds = '0', zone] = parts;
  const days = year === undefined ? 0 : daysTo(Number(year), Number(month), Number(day));
  const time = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(',', '.'));
  return days * secondsPerDay + time - offsetOf(zone);
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}
