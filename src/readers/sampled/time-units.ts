/** Units of time in files, by how many of each make a second, from the likeliest on. */
export const timeUnits = {
  s: { title: 'seconds', perSecond: 1 },
  ms: { title: 'milliseconds', perSecond: 1000 },
  us: { title: 'microseconds', perSecond: 1e6 },
  ns: { title: 'nanoseconds', perSecond: 1e9 },
  min: { title: 'minutes', perSecond: 1 / 60 },
} as const;

export type TimeUnit = keyof typeof timeUnits;

const spellings: Readonly<Record<string, TimeUnit>> = {
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  msec: 'ms',
  millis: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  µs: 'us',
  μs: 'us',
  usec: 'us',
  microsecond: 'us',
  microseconds: 'us',
  mins: 'min',
  minute: 'min',
  minutes: 'min',
};

/** The id of a unit of time as a file writes it; undefined if it is not one. */
export function timeUnitOf(text: string | undefined): TimeUnit | undefined {
  const lower = text?.trim().toLowerCase() ?? '';
  const unit = spellings[lower] ?? lower;
  return Object.hasOwn(timeUnits, unit) ? (unit as TimeUnit) : undefined;
}

/** The choices of a question about a unit of time. */
export const timeUnitOptions: readonly { readonly id: string; readonly title: string }[] = Object.entries(
  timeUnits,
).map(([id, { title }]) => ({ id, title }));
