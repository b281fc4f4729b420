import { overlap, textBox, type Box } from './text-box.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A curve, in px, and what is to be written beside it. */
export interface Labelled {
  readonly lines: readonly string[];
  readonly curve: readonly Point[];
}

export interface LabelSpace {
  /** Where labels may lie: the frame and the margin on its right. */
  readonly bounds: Box;
  /** What labels must not touch. */
  readonly obstacles: readonly Box[];
  /** Vertical lines that labels had better not cross. */
  readonly verticals: readonly number[];
  readonly fontSize: number;
}

// Weights of what makes a place bad, in px of distance that each is worth.
const crossing = 7;
const ownCrossing = 5;
const verticalCrossing = 10;
const ambiguity = 1.2;
const distinctness = 0.6;
const mostDistinct = 60;
/** More samples of other curves than this under a label and it counts as having no place. */
const crossingsAllowed = 3;
const sampleSpacing = 6;
const gap = 6;

/**
 * A place for each label beside its curve, where this curve is far from the others, nothing lies under the label and no
 * other label is touched. undefined where there is none. The most distinct curve chooses first.
 */
export function placeLabels(labelled: readonly Labelled[], space: LabelSpace): readonly (Box | undefined)[] {
  const samples = labelled.map(({ curve }) => densify(curve));
  const anchors = labelled.map((_, i) => anchorsOf(labelled, samples, i));
  const order = labelled.map((_, i) => i).sort((a, b) => bestDistinctness(anchors[b]) - bestDistinctness(anchors[a]) || a - b);
  const placed: (Box | undefined)[] = labelled.map(() => undefined);
  for (const i of order) {
    const taken = [...space.obstacles, ...placed.filter((box) => box !== undefined)];
    let best = Number.POSITIVE_INFINITY;
    for (const anchor of anchors[i] as readonly Anchor[]) {
      for (const box of boxesAround(anchor, (labelled[i] as Labelled).lines, space.fontSize)) {
        if (!inside(box, space.bounds) || taken.some((other) => overlap(box, other))) continue;
        const cost = costOf(box, i, samples, space.verticals) - distinctness * Math.min(anchor.distinctness, mostDistinct);
        if (cost < best) {
          best = cost;
          placed[i] = box;
        }
      }
    }
  }
  return placed;
}

interface Anchor extends Point {
  /** Distance to the nearest other curve. */
  readonly distinctness: number;
}

const bestDistinctness = (anchors: readonly Anchor[] | undefined): number => Math.max(0, ...(anchors ?? []).map((anchor) => anchor.distinctness));

function anchorsOf(labelled: readonly Labelled[], samples: readonly (readonly Point[])[], own: number): readonly Anchor[] {
  const others = samples.filter((_, i) => i !== own).flat();
  return (labelled[own] as Labelled).curve.map(({ x, y }) => ({ x, y, distinctness: nearest(others, (point) => Math.hypot(point.x - x, point.y - y)) }));
}

/** Points along the curve, evenly spaced, so that a long straight piece counts as much as a bent one. */
function densify(curve: readonly Point[]): readonly Point[] {
  return curve.flatMap((point, i) => {
    const next = curve[i + 1];
    if (next === undefined) return [point];
    const pieces = Math.max(1, Math.round(Math.hypot(next.x - point.x, next.y - point.y) / sampleSpacing));
    return Array.from({ length: pieces }, (_, k) => ({ x: point.x + ((next.x - point.x) * k) / pieces, y: point.y + ((next.y - point.y) * k) / pieces }));
  });
}

/** Right, left, above, below and the four corners of a point. */
function boxesAround({ x, y }: Point, lines: readonly string[], fontSize: number): readonly Box[] {
  const { right: width, bottom: height } = textBox(lines, 0, 0, fontSize);
  const lefts = [x + gap, x - gap - width, x - width / 2];
  const tops = [y - height / 2, y - gap - height, y + gap];
  return lefts.flatMap((left, column) =>
    tops.flatMap((top, row) => (column === 2 && row === 0 ? [] : [{ left, top, right: left + width, bottom: top + height }])),
  );
}

const inside = (box: Box, bounds: Box): boolean =>
  box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top && box.bottom <= bounds.bottom;

function costOf(box: Box, own: number, samples: readonly (readonly Point[])[], verticals: readonly number[]): number {
  let cost = 0;
  let crossings = 0;
  let nearestOther = Number.POSITIVE_INFINITY;
  samples.forEach((curve, i) => {
    const distances = curve.map((point) => distanceTo(box, point));
    const under = distances.filter((distance) => distance < 2).length;
    if (i === own) {
      cost += ownCrossing * under;
    } else {
      crossings += under;
      nearestOther = Math.min(nearestOther, ...distances);
    }
  });
  if (crossings > crossingsAllowed) return Number.POSITIVE_INFINITY;
  const nearestOwn = nearest(samples[own] ?? [], (point) => distanceTo(box, point));
  cost += crossing * crossings + nearestOwn + ambiguity * Math.max(0, nearestOwn + 10 - nearestOther);
  return cost + verticalCrossing * verticals.filter((x) => x > box.left - 2 && x < box.right + 2).length;
}

const distanceTo = (box: Box, { x, y }: Point): number =>
  Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));

const nearest = (points: readonly Point[], distance: (point: Point) => number): number => points.reduce((least, point) => Math.min(least, distance(point)), Number.POSITIVE_INFINITY);
