/** The function, which computes each of its results once; its arguments are small plain data. */
export function remembered<K extends object, R>(compute: (key: K) => R): (key: K) => R {
  const known = new Map<string, R>();
  return (key) => {
    const text = JSON.stringify(key);
    if (!known.has(text)) known.set(text, compute(key));
    return known.get(text) as R;
  };
}
