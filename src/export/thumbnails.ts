import { randomStream } from '../core/random.ts';
import type { Drawing } from '../contracts/drawing.ts';
import { parseParameters } from '../contracts/parameters.ts';
import { streamDraws } from '../engine/control/draws.ts';
import { list } from '../engine/registry.ts';

/** A picture of every stepped environment at its start, by id. */
export function thumbnails(): Readonly<Record<string, Drawing>> {
  const drawings = list('envs').flatMap((env): readonly (readonly [string, Drawing])[] => {
    if (env.kind !== 'control') return [];
    const world = env.create(parseParameters(env.parameters, {}, env.id));
    world.reset(streamDraws(randomStream(1, 'thumbnail')));
    return [[env.id, world.draw()]];
  });
  return Object.fromEntries(drawings);
}
