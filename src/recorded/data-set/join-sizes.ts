import type { AnimalRows } from '../../contracts/animal-rows.ts';
import { sizeWords } from '../session-parts.ts';

/**
 * In a session with several sizes of rewards each size is a condition of its own, and trials without a reward are one; in
 * a session with one size, conditions do not say it. In a set with both, all say the size of their reward, so that those
 * of equal sizes are one condition, and none with a reward is one with trials without.
 * @param sessions the windows of each session
 */
export function withSizes(sessions: readonly (readonly AnimalRows[])[]): readonly (readonly AnimalRows[])[] {
  const isSized = sessions.map((windows) => windows.some(saysSize));
  if (!isSized.includes(true) || !isSized.includes(false)) return sessions;
  return sessions.map((windows, i) => windows.map((one) => (isSized[i] === true ? withOmission(one) : withSize(one))));
}

const omitted = { id: '/omitted', words: ', reward omitted' } as const;
const delivered = { id: '/delivered', words: ', rewarded' } as const;

/** Of the first reward of each trial, NaN without one. */
const sizesOf = ({ columns }: AnimalRows): readonly number[] => (columns['reward size'] ?? []).map(Number);

/** The size of all its rewards; undefined if a trial has none, or they differ. */
function sizeOf(one: AnimalRows): number | undefined {
  const [first, ...others] = sizesOf(one);
  return first !== undefined && Number.isFinite(first) && others.every((size) => size === first) ? first : undefined;
}

function saysSize(one: AnimalRows): boolean {
  const size = sizeOf(one);
  return size !== undefined && one.title.endsWith(sizeWords(size));
}

/** A condition whose trials all have a reward of one size, with that size. */
function withSize(one: AnimalRows): AnimalRows {
  const size = sizeOf(one);
  if (size === undefined) return one;
  const named = (name: string, end: string): string => {
    const base = name.endsWith(end) ? name.slice(0, -end.length) : name;
    const alone = /^(.*)reward alone$/.exec(base);
    return alone === null ? `${base} + ${sizeWords(size)}` : `${alone[1]}${sizeWords(size)}`;
  };
  return { ...one, condition: named(one.condition, delivered.id), title: named(one.title, delivered.words) };
}

/** A condition in which no trial has a reward, as it is called in a session with one size. */
function withOmission(one: AnimalRows): AnimalRows {
  const isOmitted = one.marks.some(({ event }) => event === 'omission') && !one.condition.endsWith(omitted.id);
  return isOmitted && sizesOf(one).every((size) => Number.isNaN(size))
    ? { ...one, condition: `${one.condition}${omitted.id}`, title: `${one.title}${omitted.words}` }
    : one;
}
