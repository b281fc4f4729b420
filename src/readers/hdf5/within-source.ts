/**
 * The name that a path of a linked file has in the source; undefined if it leads out of it.
 * @param holder name of the file with the link, to whose folder the path is relative
 */
export function withinSource(holder: string, path: string): string | undefined {
  const slashes = path.replaceAll('\\', '/');
  if (slashes.startsWith('/') || /^[a-z]:/i.test(slashes) || slashes.includes('\0')) return undefined;
  const parts = holder.split('/').slice(0, -1);
  for (const part of slashes.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
