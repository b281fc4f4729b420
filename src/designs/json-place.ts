import { parse, type DocumentNode, type ValueNode } from '@humanwhocodes/momoa';
import { Mistake, quoted } from './mistake.ts';

/** Parsed JSON from outside, with the positions of its values. */
export interface PlacedJson {
  readonly value: unknown;
  /**
   * The position at which the value at a path starts; if the path ends early, the position of the last existing part.
   */
  place(path: readonly (string | number)[]): number;
}

/** Maximum nesting depth of meaningful input. */
const deepest = 60;
/** Maximum number of brackets and commas; a complete printed design has fewer. */
const maxMarks = 200_000;
/** Names that must not be used for fields. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** @throws Mistake with the position of the first syntax error */
export function parsePlaced(text: string): PlacedJson {
  limitSize(text);
  const document = documentOf(text);
  const doubled = firstDoubled(document.body);
  if (doubled !== undefined) throw doubled;
  return { value: valueOf(text), place: (path) => placeOf(document.body, path) };
}

/** Brackets and commas in strings are counted too; a few do no harm. */
function limitSize(text: string): void {
  let depth = 0;
  let values = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    else if (character !== ',') continue;
    values += 1;
    if (depth > deepest)
      throw new Mistake(i, `brackets are nested more than ${deepest} deep`, 'a design is flat: choose another file');
    if (values > maxMarks)
      throw new Mistake(
        i,
        `more than ${maxMarks} brackets and commas`,
        'a design is a page of text: choose another file',
      );
  }
}

function documentOf(text: string): DocumentNode {
  try {
    return parse(text, { mode: 'json' });
  } catch (error) {
    const { offset, message } = error as { offset?: number; message: string };
    throw new Mistake(offset ?? text.length, 'this is not JSON', `correct it: ${oneLine(message)}`);
  }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Line breaks and similar characters inside strings are the only difference from the other parser.
    const at = [...text.matchAll(/"(?:[^"\\]|\\[^])*"/g)].find(([found]) => /[^\P{Cc}]/u.test(found))?.index;
    throw new Mistake(at ?? 0, 'this is not JSON', `correct it: ${oneLine((error as Error).message)}`);
  }
}

const oneLine = (message: string): string =>
  (message.split('\n', 1)[0] as string)
    .replace(/\s*\(\d+:\d+\)$/, '')
    .replace(/[^ -~]/g, '?')
    .slice(0, 120);

function firstDoubled(node: ValueNode): Mistake | undefined {
  if (node.type === 'Array') return firstOf(node.elements, ({ value }) => firstDoubled(value));
  if (node.type !== 'Object') return undefined;
  const seen = new Set<string>();
  return firstOf(node.members, ({ name, value }) => {
    const key = name.type === 'String' ? name.value : name.name;
    const at = name.loc.start.offset;
    if (forbidden.has(key)) return new Mistake(at, `${quoted(key)} is not a valid name`, 'choose another');
    if (seen.has(key)) return new Mistake(at, `${quoted(key)} is listed twice`, 'give each its own name');
    seen.add(key);
    return firstDoubled(value);
  });
}

function firstOf<A, B>(items: readonly A[], find: (item: A) => B | undefined): B | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function placeOf(root: ValueNode, path: readonly (string | number)[]): number {
  let node = root;
  for (const key of path) {
    const next = childOf(node, key);
    if (next === undefined) break;
    node = next;
  }
  return node.loc.start.offset;
}

function childOf(node: ValueNode, key: string | number): ValueNode | undefined {
  if (node.type === 'Array') return node.elements[Number(key)]?.value;
  if (node.type !== 'Object') return undefined;
  return node.members.find(({ name }) => (name.type === 'String' ? name.value : name.name) === key)?.value;
}
