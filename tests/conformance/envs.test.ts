import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Paint, Shape } from '../../src/contracts/drawing.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { observationSize, type ControlEnv, type World } from '../../src/contracts/control-env.ts';
import { randomStream, type RandomStream } from '../../src/core/random.ts';
import { streamDraws } from '../../src/engine/control/draws.ts';
import { list } from '../../src/engine/registry.ts';

const envs = list('envs').filter((env): env is ControlEnv => env.kind === 'control');

const make = (env: ControlEnv): World => env.create(parseParameters(env.parameters, {}, env.id));

function anyAction({ actions }: World, random: RandomStream): number {
  return actions.kind === 'discrete'
    ? random.integer(actions.actions.length)
    : actions.low + (actions.high - actions.low) * random.next();
}

/** Runs N random steps, episode after episode, and reports each. */
function runTrial(env: ControlEnv, seed: number, look: (world: World, reward: number) => void, steps = 600): World {
  const world = make(env);
  const draws = streamDraws(randomStream(seed, 'draws'));
  const choose = randomStream(seed, 'actions');
  world.reset(draws);
  for (let k = 0; k < steps; k++) {
    const reward = world.step(anyAction(world, choose), draws);
    look(world, reward);
    if (!world.terminated) continue;
    world.reset(draws);
    if (world.terminated) throw new Error(`${env.id} has ended at its start`);
  }
  return world;
}

// A record of all of them, so that the compiler requires an entry for a new one.
const paints: Readonly<Record<Paint, true>> = {
  background: true,
  floor: true,
  wall: true,
  ink: true,
  faint: true,
  player: true,
  ball: true,
  trail: true,
  brick: true,
  enemy: true,
  bullet: true,
  friend: true,
  food: true,
  goal: true,
  hazard: true,
  water: true,
  cue: true,
};

/** Left, top, right and bottom of a shape's area; for a text, its centre. */
function extent(shape: Shape): readonly [number, number, number, number] {
  if (shape.kind === 'text') return [shape.x, shape.y, shape.x, shape.y];
  if (shape.kind === 'circle')
    return [shape.x - shape.radius, shape.y - shape.radius, shape.x + shape.radius, shape.y + shape.radius];
  if (shape.kind === 'rectangle') return turned(shape);
  const [points, reach] = shape.kind === 'cells' ? [shape.cells, 1] : [shape.points, 0];
  const [xs, ys] = [0, 1].map((odd) => points.filter((_, i) => i % 2 === odd)) as [number[], number[]];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) + reach, Math.max(...ys) + reach];
}

/** The bounding box of a rectangle rotated about its centre. */
function turned({
  x,
  y,
  width,
  height,
  angle = 0,
}: Extract<Shape, { kind: 'rectangle' }>): readonly [number, number, number, number] {
  const [sine, cosine] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
  const [halfWidth, halfHeight] = [(width * cosine + height * sine) / 2, (width * sine + height * cosine) / 2];
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return [middleX - halfWidth, middleY - halfHeight, middleX + halfWidth, middleY + halfHeight];
}

/** Invalid numbers in a shape: not finite, or a size below 0. */
function expectSound(shape: Shape): void {
  const points = shape.kind === 'cells' ? shape.cells : shape.kind === 'line' ? shape.points : [];
  expect(points.length % 2).toBe(0);
  const numbers = [...points, ...Object.values(shape).filter((value): value is number => typeof value === 'number')];
  expect(numbers.every(Number.isFinite), JSON.stringify(shape)).toBe(true);
  const sizes =
    shape.kind === 'rectangle'
      ? [shape.width, shape.height]
      : shape.kind === 'circle'
        ? [shape.radius]
        : shape.kind === 'line'
          ? [shape.width]
          : shape.kind === 'text'
            ? [shape.size]
            : [];
  expect(
    sizes.every((size) => size >= 0),
    JSON.stringify(shape),
  ).toBe(true);
}

const rounding = 1e-9;

function expectInside(shape: Shape, width: number, height: number): void {
  if ((shape.kind === 'cells' && shape.cells.length === 0) || (shape.kind === 'line' && shape.points.length === 0))
    return;
  const [left, top, right, bottom] = extent(shape);
  expect(
    left >= -rounding && top >= -rounding && right <= width + rounding && bottom <= height + rounding,
    `${JSON.stringify(shape)} in ${width} x ${height}`,
  ).toBe(true);
}

describe.each(envs.map((env) => ({ id: env.id, env })))('$id', ({ env }) => {
  test('its observations match its space, and its events are declared', () => {
    const world = make(env);
    const size = observationSize(world.observation);
    const seen = new Float32Array(size + 2).fill(7);
    const { observation } = world;
    const fits = (values: Float32Array): boolean =>
      observation.kind === 'discrete'
        ? values.every((value) => Number.isInteger(value) && value >= 0 && value < observation.count)
        : observation.kind === 'binary'
          ? values.every((value) => value === 0 || value === 1)
          : values.every(Number.isFinite);
    const wrong: string[] = [];
    runTrial(env, 1, (one, reward) => {
      one.observe(seen, 1);
      const isSound = Number.isFinite(reward) && one.happened >>> 0 < 2 ** env.events.length;
      const isWithin = seen[0] === 7 && seen[size + 1] === 7 && fits(seen.subarray(1, size + 1));
      if (!isSound || !isWithin) wrong.push(`reward ${reward}, events ${one.happened}, observed ${[...seen].join()}`);
    });
    expect(wrong).toEqual([]);
  });

  test('the same seed gives the same run, and another seed a different one', () => {
    const course = (seed: number): string => {
      const told: string[] = [];
      runTrial(env, seed, (world, reward) => told.push(`${reward} ${JSON.stringify(world.state())}`));
      return told.join('\n');
    };
    const one = course(1);
    expect(course(1)).toBe(one);
    expect(course(2)).not.toBe(one);
  });

  test("a saved state has the same future, whatever the environment's state was before", () => {
    const original = runTrial(env, 3, () => undefined);
    const copy = make(env);
    copy.reset(streamDraws(randomStream(9, 'other')));
    copy.restore(structuredClone(original.state()));
    const [a, b] = [streamDraws(randomStream(4, 'draws')), streamDraws(randomStream(4, 'draws'))];
    const choose = randomStream(4, 'actions');
    for (let k = 0; k < 100; k++) {
      const action = anyAction(original, choose);
      const [one, other] = [original, copy].map((world, i) => [
        world.step(action, i === 0 ? a : b),
        world.terminated,
        world.state(),
      ]);
      expect(isDeepStrictEqual(other, one), `step ${k}`).toBe(true);
      if (!original.terminated) continue;
      original.reset(a);
      copy.reset(b);
    }
  });

  test('can be drawn and described at every step', () => {
    let count = 0;
    runTrial(env, 5, (world) => {
      count += 1;
      if (count % 7 !== 0) return;
      const { width, height, shapes } = world.draw();
      expect(width).toBeGreaterThan(0);
      expect(height).toBeGreaterThan(0);
      for (const shape of shapes) {
        expect(paints).toHaveProperty(shape.paint);
        expectSound(shape);
        expectInside(shape, width, height);
      }
      expect(world.describe()).toMatch(/^[A-Z].*\.$/);
    });
  });

  test('its memory does not grow over 5,000 steps, and it restarts after an end', () => {
    const sizes: number[] = [];
    let isAfterReset = false;
    runTrial(
      env,
      6,
      (world, reward) => {
        if (isAfterReset && !Number.isFinite(reward)) throw new Error(`a reward of ${reward}`);
        isAfterReset = world.terminated;
        sizes.push(JSON.stringify(world.state()).length);
      },
      5000,
    );
    // The maximum of the second half is not much larger than that of the first; storing something for every step would
    // double it.
    const [first, second] = [sizes.slice(0, 2500), sizes.slice(2500)].map((half) => Math.max(...half)) as [
      number,
      number,
    ];
    expect(second).toBeLessThan(1.5 * first + 20);
  });

  test('its actions have names and distinct keys', () => {
    const { actions } = make(env);
    const names = actions.kind === 'discrete' ? actions.actions : [];
    expect(new Set(names.map(({ id }) => id)).size).toBe(names.length);
    const keys =
      actions.kind === 'discrete'
        ? names.flatMap((one) => one.keys ?? [])
        : (actions.keys ?? []).map(({ code }) => code);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(0);
  });
});
