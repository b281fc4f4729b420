const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mon Aug 04 10:15:00 2025` as ISO 8601 without an offset; undefined if it is something else. */
export function startedAt(created: string | undefined): string | undefined {
  const [, month = '', day = '', time, year] =
    /^\w{3} (\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/.exec(created ?? '') ?? [];
  const number = months.indexOf(month) + 1;
  const two = (text: string): string => text.padStart(2, '0');
  return number === 0 ? undefined : `${year}-${two(`${number}`)}-${two(day)}T${time}`;
}
