import { expect, test } from 'vitest';
import { parseDesignText } from '../../src/designs/design-text.ts';
import { timelineFigure, timelineHeight } from '../../src/figures/timeline-figure.ts';
import type { Design } from '../../src/contracts/design.ts';
import { svgDocument } from '../../src/export/svg.ts';

function designOf(text: string): Design {
  const parsed = parseDesignText(text);
  if (!('design' in parsed)) throw new Error(parsed.errors[0]?.what);
  return parsed.design;
}

const serial = designOf('Only | 10A>B+ / 10(light)- / 5C+p0.5\ncue = 2 s\nreward time = uniform 1 3\n');
const draw = (design: Design): string => timelineFigure({ design, document: svgDocument(), width: 600 }).outerHTML;

interface Bar {
  readonly cue: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function barsOf(svg: string): readonly Bar[] {
  return [...svg.matchAll(/aria-description="cue (\w+)"[^>]*><rect ([^>]*)>/g)].map(([, cue = '', attributes = '']) => {
    const of = (name: string): number => Number(new RegExp(`\\b${name}="([\\d.]+)"`).exec(attributes)?.[1]);
    return { cue, x: of('x'), y: of('y'), width: of('width'), height: of('height') };
  });
}

test('every cue of every trial type is a bar, every reward a mark, with a description in words', () => {
  const svg = draw(serial);
  expect(svg.match(/aria-description="cue /g)).toHaveLength(4);
  expect(svg.match(/aria-description="reward"/g)).toHaveLength(2);
  expect(svg).toContain('A from 0 to 2 s, B from 2 to 4 s, 1 at 3 to 5 s');
  expect(svg).toContain('light from 0 to 2 s');
  expect(svg).toContain('1, p 0.5');
});

test('bars are at the times of the design, on a linear axis', () => {
  const svg = draw(serial);
  const rects = barsOf(svg);
  const [a, b] = [rects.find(({ cue }) => cue === 'A'), rects.find(({ cue }) => cue === 'B')];
  expect(a?.width).toBeCloseTo(b?.width as number, 1);
  // B begins where A ends, 2 s later.
  expect((b?.x as number) - (a?.x as number)).toBeCloseTo(a?.width as number, 1);
});

test('more trial types make it higher, and nothing is below its end', () => {
  expect(timelineHeight(serial)).toBeGreaterThan(timelineHeight(designOf('Only | 10A+\n')));
  const ends = barsOf(draw(serial)).map(({ y, height }) => y + height);
  expect(ends).toHaveLength(4);
  expect(Math.max(...ends)).toBeLessThan(timelineHeight(serial));
});
