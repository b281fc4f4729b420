import { overlap, textBox, type Box } from './text-box.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A curve, in px, and the text of its label. */
export interface Labelled {
  readonly lines: readonly string[];
  readonly curve: readonly Point[];
  /** Points of the curve that a label may be placed at; the curve's own points if absent. */
  readonly anchors?: readonly Point[];
}

/** The position of a label, and its leader line if it is not next to its curve. */
export interface PlacedLabel extends Box {
  readonly leader?: readonly [Point, Point];
}

export interface LabelSpace {
  /** The allowed area: the frame and the margin on its right. */
  readonly bounds: Box;
  /** Areas that labels must not touch. */
  readonly obstacles: readonly Box[];
  /** Vertical lines that labels should not cross. */
  readonly verticals: readonly number[];
  readonly fontSize: number;
  /**
   * Labels are placed only where their curve is this many px away from the others: elsewhere they would be ambiguous.
   */
  readonly minDistinct?: number;
}

// Penalties of a position, each in equivalent px of distance between label and curve.
const costs = { crossing: 7, ownCrossing: 7, vertical: 10, ambiguity: 1.2, leader: 14, distinctness: 0.6 } as const;
const maxDistinct = 60;
/** A label may not cover more samples of other curves than this. */
const crossingsAllowed = 3;
const sampleSpacing = 6;
const clearance = 3;
const gap = 6;
const leaderGaps = [24, 44];
/** Only the most distinct points of a curve are tried, and its end. */
const anchorsTried = 12;

/**
 * A position for each label next to its curve, where this curve is far from the others, and the label covers nothing
 * and touches no other label; undefined if there is none. The most distinct curve chooses first.
 */
export function placeLabels(labelled: readonly Labelled[], space: LabelSpace): readonly (PlacedLabel | undefined)[] {
  const samples = labelled.map(({ curve }) => densify(curve));
  const anchors = labelled.map((_, i) => anchorsOf(labelled, i, space.minDistinct ?? 0));
  const most = anchors.map((of) => Math.max(0, ...of.map(({ distinctness }) => distinctness)));
  const order = labelled.map((_, i) => i).sort((a, b) => (most[b] as number) - (most[a] as number) || a - b);
  const placed: (PlacedLabel | undefined)[] = labelled.map(() => undefined);
  for (const i of order) {
    const taken = [
      ...space.obstacles,
      ...placed.flatMap((label) => (label === undefined ? [] : [label, ...leaderBox(label)])),
    ];
    placed[i] = bestPlace(anchors[i] as readonly Anchor[], (labelled[i] as Labelled).lines, {
      own: i,
      samples,
      taken,
      space,
    });
  }
  return placed;
}

interface Scene {
  readonly own: number;
  readonly samples: readonly (readonly Point[])[];
  readonly taken: readonly Box[];
  readonly space: LabelSpace;
}

function bestPlace(anchors: readonly Anchor[], lines: readonly string[], scene: Scene): PlacedLabel | undefined {
  let best: PlacedLabel | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const anchor of anchors) {
    const bonus = costs.distinctness * Math.min(anchor.distinctness, maxDistinct);
    for (const label of placesAround(anchor, lines, scene.space.fontSize)) {
      if (!isFree(label, scene)) continue;
      const cost = costOf(label, scene) - bonus;
      if (cost >= least) continue;
      least = cost;
      best = label;
    }
  }
  return best;
}

interface Anchor extends Point {
  /** Vertical distance to the nearest other curve. */
  readonly distinctness: number;
}

function anchorsOf(labelled: readonly Labelled[], own: number, minDistinct: number): readonly Anchor[] {
  const others = labelled.filter((_, i) => i !== own);
  const { curve, anchors: points = curve } = labelled[own] as Labelled;
  const anchors = points.map(({ x, y }) => ({
    x,
    y,
    distinctness: nearest(others, (other) => Math.abs(heightAt(other.curve, x) - y)),
  }));
  const tried = [...anchors].sort((a, b) => b.distinctness - a.distinctness || a.x - b.x).slice(0, anchorsTried);
  return [...tried, ...anchors.slice(-1)].filter(({ distinctness }) => distinctness >= minDistinct);
}

/** y of a curve at x, at the end of a vertical piece there; infinitely far away outside its range. */
function heightAt(curve: readonly Point[], x: number): number {
  const before = curve.findLastIndex((point) => point.x <= x);
  const [a, b] = [curve[before], curve[before + 1]];
  if (a?.x === x) return a.y;
  if (a === undefined || b === undefined) return Number.POSITIVE_INFINITY;
  return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
}

/** Evenly spaced points along the curve, so that a long straight piece counts as much as a bent one. */
function densify(curve: readonly Point[]): readonly Point[] {
  return curve.flatMap((point, i) => {
    const next = curve[i + 1];
    if (next === undefined) return [point];
    const pieces = Math.max(1, Math.round(Math.hypot(next.x - point.x, next.y - point.y) / sampleSpacing));
    return Array.from({ length: pieces }, (_, k) => ({
      x: point.x + ((next.x - point.x) * k) / pieces,
      y: point.y + ((next.y - point.y) * k) / pieces,
    }));
  });
}

/**
 * Right, left, above, below and the four corners of a point; then farther to its right and left, at the end of a
 * leader.
 */
function placesAround(anchor: Point, lines: readonly string[], fontSize: number): readonly PlacedLabel[] {
  const { x, y } = anchor;
  const { right: width, bottom: height } = textBox(lines, 0, 0, fontSize);
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  const middle = y - height / 2;
  const near = [x + gap, x - gap - width].flatMap((left) => [
    at(left, middle),
    at(left, y - gap - height),
    at(left, y + gap),
  ]);
  const far = leaderGaps.flatMap((distance) =>
    [-1.2 * height, 0, 1.2 * height].flatMap((shift): readonly PlacedLabel[] => [
      { ...at(x + distance, middle + shift), leader: [anchor, { x: x + distance - 2, y: y + shift }] },
      { ...at(x - distance - width, middle + shift), leader: [anchor, { x: x - distance + 2, y: y + shift }] },
    ]),
  );
  return [...near, at(x - width / 2, y - gap - height), at(x - width / 2, y + gap), ...far];
}

function leaderBox({ leader }: PlacedLabel): readonly Box[] {
  if (leader === undefined) return [];
  const [a, b] = leader;
  return [
    {
      left: Math.min(a.x, b.x),
      top: Math.min(a.y, b.y) - 1,
      right: Math.max(a.x, b.x),
      bottom: Math.max(a.y, b.y) + 1,
    },
  ];
}

function isFree(label: PlacedLabel, { taken, space: { bounds } }: Scene): boolean {
  const isInside =
    label.left >= bounds.left &&
    label.right <= bounds.right &&
    label.top >= bounds.top &&
    label.bottom <= bounds.bottom;
  return isInside && [label, ...leaderBox(label)].every((box) => !taken.some((other) => overlap(box, other)));
}

function costOf(label: PlacedLabel, { own, samples, space }: Scene): number {
  let crossings = 0;
  let nearestOther = Number.POSITIVE_INFINITY;
  let nearestOwn = Number.POSITIVE_INFINITY;
  let ownCrossings = 0;
  samples.forEach((curve, i) => {
    for (const point of curve) {
      const distance = distanceTo(label, point);
      const isUnder = distance < clearance ? 1 : 0;
      if (i === own) {
        ownCrossings += isUnder;
        nearestOwn = Math.min(nearestOwn, distance);
      } else {
        crossings += isUnder;
        nearestOther = Math.min(nearestOther, distance);
      }
    }
  });
  if (crossings > crossingsAllowed) return Number.POSITIVE_INFINITY;
  const crossed =
    costs.crossing * crossings +
    costs.ownCrossing * ownCrossings +
    costs.vertical * space.verticals.filter((x) => x > label.left - 2 && x < label.right + 2).length;
  // With a leader the curve is unambiguous, however near the others are.
  if (label.leader !== undefined)
    return (
      crossed +
      costs.leader +
      Math.hypot(label.leader[1].x - label.leader[0].x, label.leader[1].y - label.leader[0].y) / 4
    );
  return crossed + nearestOwn + costs.ambiguity * Math.max(0, nearestOwn + 10 - nearestOther);
}

const distanceTo = (box: Box, { x, y }: Point): number =>
  Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));

const nearest = <T>(things: readonly T[], distance: (thing: T) => number): number =>
  things.reduce((least, thing) => Math.min(least, distance(thing)), Number.POSITIVE_INFINITY);
