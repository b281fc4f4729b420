// Columns of numbers are compared as a whole: element by element, as expect() does it, takes a hundred times longer.
import { expect } from 'vitest';

type Tester = Parameters<typeof expect.addEqualityTesters>[0][number];

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);

const isColumn = (value: unknown): value is ArrayBufferView => ArrayBuffer.isView(value);

/** An array without holes or properties of its own. */
const isPlain = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && Object.keys(value).length === value.length;

/** Equal if that is seen at once; otherwise expect() compares, and says what differs. */
const equalNumbers: Tester = (a: unknown, b: unknown) => {
  if (isColumn(a))
    return isColumn(b) && a.constructor === b.constructor && bytesOf(a).equals(bytesOf(b)) ? true : undefined;
  if (!isPlain(a) || !isPlain(b) || a.length !== b.length) return undefined;
  return a.every((one, i) => typeof one === 'number' && Object.is(one, b[i])) ? true : undefined;
};

const known = Symbol.for('phasic-equal-numbers');
// Files of a project share a process, and so its testers.
if (!(known in globalThis)) {
  expect.addEqualityTesters([equalNumbers]);
  Object.assign(globalThis, { [known]: true });
}
