import { load, loadAll, NotLoadedError } from './registry.ts';

/**
 * Does work for which the named parts are loaded; where it needs others, such as all agents for a list of those that fit,
 * all are loaded and it is done once more. So it must have no effect but its result.
 */
export async function withParts<T>(names: Iterable<string>, work: () => T | Promise<T>): Promise<T> {
  await load(names);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotLoadedError)) throw error;
    await loadAll();
    return work();
  }
}

/** All texts in plain data: the parts that a spec names are among them. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    for (const one of Object.values(value)) yield* textsIn(one);
}
