import { describe, expect, test } from 'vitest';
import type { Shape } from '../../src/contracts/drawing.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { observationSize, type SteppedEnv, type World } from '../../src/contracts/stepped-env.ts';
import { randomStream, type RandomStream } from '../../src/core/random.ts';
import { streamDraws } from '../../src/engine/play/draws.ts';
import { list } from '../../src/engine/registry.ts';

const envs = list('envs').filter((env): env is SteppedEnv => env.kind === 'stepped');
const steps = 600;

const make = (env: SteppedEnv): World => env.create(parseParameters(env.parameters, {}, env.id));

function anyAction({ actions }: World, random: RandomStream): number {
  return actions.kind === 'discrete' ? random.integer(actions.actions.length) : actions.low + (actions.high - actions.low) * random.next();
}

/** Lives through so many random steps, episode after episode, and tells of each. */
function live(env: SteppedEnv, seed: number, look: (world: World, reward: number) => void): World {
  const world = make(env);
  const draws = streamDraws(randomStream(seed, 'draws'));
  const choose = randomStream(seed, 'actions');
  world.reset(draws);
  for (let k = 0; k < steps; k++) {
    const reward = world.step(anyAction(world, choose), draws);
    look(world, reward);
    if (world.terminated) world.reset(draws);
  }
  return world;
}

/** How far a shape may reach beyond its drawing: half of a thing that moves over the edge. */
const margin = 1.5;

function expectInside(shape: Shape, width: number, height: number): void {
  const points: readonly (readonly [number, number])[] =
    shape.kind === 'cells'
      ? shape.cells.flatMap((x, i) => (i % 2 === 0 ? [[x, shape.cells[i + 1] as number] as const] : []))
      : shape.kind === 'line'
        ? shape.points.flatMap((x, i) => (i % 2 === 0 ? [[x, shape.points[i + 1] as number] as const] : []))
        : [[shape.x, shape.y]];
  for (const [x, y] of points) {
    expect(x).toBeGreaterThanOrEqual(-margin);
    expect(y).toBeGreaterThanOrEqual(-margin);
    expect(x).toBeLessThanOrEqual(width + margin);
    expect(y).toBeLessThanOrEqual(height + margin);
  }
}

describe.each(envs.map((env) => ({ id: env.id, env })))('$id', ({ env }) => {
  test('shows what its space says, and events that it has', () => {
    const world = make(env);
    const size = observationSize(world.observation);
    const seen = new Float32Array(size + 2).fill(7);
    live(env, 1, (one, reward) => {
      expect(Number.isFinite(reward)).toBe(true);
      expect(one.happened >>> 0).toBeLessThan(2 ** env.events.length);
      one.observe(seen, 1);
      expect([seen[0], seen[size + 1]]).toEqual([7, 7]);
      const { observation } = one;
      const values = seen.subarray(1, size + 1);
      if (observation.kind === 'discrete') {
        expect(Number.isInteger(values[0])).toBe(true);
        expect(values[0]).toBeGreaterThanOrEqual(0);
        expect(values[0]).toBeLessThan(observation.count);
      } else if (observation.kind === 'binary') expect(values.every((value) => value === 0 || value === 1)).toBe(true);
      else expect(values.every(Number.isFinite)).toBe(true);
    });
  });

  test('the same seed is the same course, and another is another', () => {
    const course = (seed: number): string => {
      const told: string[] = [];
      live(env, seed, (world, reward) => told.push(`${reward} ${JSON.stringify(world.state())}`));
      return told.join('\n');
    };
    const one = course(1);
    expect(course(1)).toBe(one);
    expect(course(2)).not.toBe(one);
  });

  test('a saved state has the same future, whatever the world was before', () => {
    const original = live(env, 3, () => undefined);
    const copy = make(env);
    copy.reset(streamDraws(randomStream(9, 'other')));
    copy.restore(structuredClone(original.state()));
    const [a, b] = [streamDraws(randomStream(4, 'draws')), streamDraws(randomStream(4, 'draws'))];
    const choose = randomStream(4, 'actions');
    for (let k = 0; k < 100; k++) {
      const action = anyAction(original, choose);
      expect(copy.step(action, b)).toBe(original.step(action, a));
      expect(copy.state()).toEqual(original.state());
      expect(copy.terminated).toBe(original.terminated);
      if (!original.terminated) continue;
      original.reset(a);
      copy.reset(b);
    }
  });

  test('can be drawn and told at every step', () => {
    let count = 0;
    live(env, 5, (world) => {
      count += 1;
      if (count % 7 !== 0) return;
      const { width, height, shapes } = world.draw();
      expect(width).toBeGreaterThan(0);
      expect(height).toBeGreaterThan(0);
      expect(JSON.stringify(shapes)).not.toContain('null');
      for (const shape of shapes) expectInside(shape, width, height);
      expect(world.describe()).toMatch(/^[A-Z].*\.$/);
    });
  });

  test('its actions have names, and keys of their own', () => {
    const { actions } = make(env);
    const names = actions.kind === 'discrete' ? actions.actions : [];
    expect(new Set(names.map(({ id }) => id)).size).toBe(names.length);
    const keys = actions.kind === 'discrete' ? names.flatMap((one) => one.keys ?? []) : (actions.keys ?? []).map(({ code }) => code);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(0);
  });
});
