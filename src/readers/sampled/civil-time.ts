const pad = (number: number, width: number): string => String(number).padStart(width, '0');

/**
 * ISO 8601 in UTC of seconds since 1970, e.g. 2017-02-07T21:18:24Z; milliseconds are shown if there are any. Days to
 * year, month and day by Hinnant, chrono-compatible low-level date algorithms (2021): `civil_from_days`.
 */
export function isoFromUnix(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const days = Math.floor(milliseconds / 86_400_000);
  const ofDay = milliseconds - days * 86_400_000;
  // Days since 0000-03-01, in eras of 400 years.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const march = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * march + 2) / 5) + 1;
  const month = march < 10 ? march + 3 : march - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const part = (unit: number, base: number): string => pad(Math.floor(ofDay / unit) % base, 2);
  const fraction = ofDay % 1000 === 0 ? '' : `.${pad(ofDay % 1000, 3)}`;
  const clock = `${part(3_600_000, 24)}:${part(60_000, 60)}:${part(1000, 60)}${fraction}`;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clock}Z`;
}
