import { parseParameters, type Parameters } from '../../src/contracts/parameters.ts';
import type { Draws, ControlEnv, World } from '../../src/contracts/control-env.ts';
import { randomStream } from '../../src/core/random.ts';
import { streamDraws } from '../../src/engine/control/draws.ts';
import { LoggedDraws } from '../../src/engine/control/logged-draws.ts';
import type { LoggedDraw } from '../../src/engine/control/trajectory-file.ts';

export const make = <P extends Parameters>(env: ControlEnv<P>, given: Readonly<Record<string, unknown>> = {}): World =>
  env.create(parseParameters(env.parameters, given, env.id));

export const seeded = (seed: number): Draws => streamDraws(randomStream(seed, 'draws'));

/** For environments without random draws: any draw fails. */
export const noDraws: Draws = new LoggedDraws();

/** A unit draw. */
export const u = (value: number): LoggedDraw => ['u', value];
/** An integer from low to below high. */
export const i = (low: number, high: number, value: number): LoggedDraw => ['i', low, high, value];

/** Gives a call these draws, which it must request in this order, with these ranges, and completely. */
export function fed<Result>(logged: readonly LoggedDraw[], call: (draws: Draws) => Result): Result {
  const draws = new LoggedDraws();
  draws.begin(logged);
  const result = call(draws);
  draws.end();
  return result;
}

export const eventsOf = (env: ControlEnv, world: World): readonly string[] =>
  env.events.filter((_, bit) => (world.happened & (1 << bit)) !== 0).map(({ id }) => id);

/** The observation of an environment that observes a single number. */
export function seen(world: World): number {
  const into = new Float32Array(1);
  world.observe(into, 0);
  return into[0] as number;
}

/** The cells of one channel of an image that are 1, as row, column, row, column, … */
export function cellsOf(world: World, channel: string): readonly number[] {
  const { observation } = world;
  if (observation.kind !== 'binary') throw new Error('no picture');
  const [rows, columns, channels] = observation.shape;
  const into = new Float32Array(rows * columns * channels);
  world.observe(into, 0);
  const c = observation.channels.indexOf(channel);
  return Array.from({ length: rows * columns }, (_, cell) =>
    into[cell * channels + c] === 1 ? [Math.floor(cell / columns), cell % columns] : [],
  ).flat();
}

/** The hidden state, as its fields. */
export const fieldsOf = (world: World): Readonly<Record<string, number>> =>
  world.state() as Readonly<Record<string, number>>;
