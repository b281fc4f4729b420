import type { NumberLeaf, TextLeaf } from './leaf.ts';

const statement =
  /^\s*(\w+)\s+(?:is |are )?in\s+(ms|msec|milliseconds|s|sec|seconds|us|µs|microseconds|min|minutes)\.?\s*$/i;

/**
 * Vectors of times whose unit a text beside them states, such as `reward_time in ms`. They are named by it, because the
 * numbers of the file are others.
 */
export function withStatedUnits(numbers: readonly NumberLeaf[], texts: readonly TextLeaf[]): readonly NumberLeaf[] {
  const units = new Map<string, string>();
  for (const { scope, values } of texts)
    for (const value of values) {
      const [, name, unit] = statement.exec(value) ?? [];
      if (name !== undefined && unit !== undefined) units.set(`${scope} ${name}`, unit.toLowerCase());
    }
  return numbers.map((leaf) => {
    const unit = units.get(`${leaf.scope} ${leaf.name}`);
    if (unit === undefined) return leaf;
    const isOnly = numbers.filter(({ name }) => name === leaf.name).length === 1;
    return { ...leaf, unit, id: `${isOnly ? leaf.name : leaf.id} (${unit})` };
  });
}
