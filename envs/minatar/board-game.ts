import * as v from 'valibot';
import {
  controlParameters,
  defineControlEnv,
  type ActionName,
  type ControlEnv,
  type Draws,
  type WorldEvent,
} from '../../src/contracts/control-env.ts';
import type { EnvManual } from '../../src/contracts/env-manual.ts';
import type { Shape } from '../../src/contracts/drawing.ts';
import { choice, type AnyValues, type Parameters, type Values } from '../../src/contracts/parameters.ts';
import type { SavedParts } from '../../src/contracts/saved.ts';
import { worldOf, type Standing } from '../state/world.ts';
import { side } from './board.ts';

interface BoardState extends Standing {
  over: boolean;
}

/** A game of MinAtar as its rules: functions of its state, an object that a step writes in place. */
export interface BoardGame<P extends Parameters, M, S extends BoardState, E extends v.ObjectEntries> {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** In bit order. */
  readonly events: readonly WorldEvent[];
  readonly manual: EnvManual;
  /** In addition to those that all games have. */
  readonly parameters: P;
  /** Those of the six actions that have an effect here, by their shared numbers. */
  readonly actions: readonly number[];
  /** Planes of the observation. */
  readonly channels: readonly string[];
  /** Created once per environment: options, and arrays that every episode reuses. */
  make(values: Values<P>): M;
  /** The state at the start of an episode. */
  begin(made: M, draws: Draws): S;
  /** @param code the action by its shared number. Returns the reward */
  step(game: S, code: number, draws: Draws): number;
  /** Sets the bits of an observation, which are 0 before. */
  mark(game: S, into: Float32Array, offset: number): void;
  /** The objects on the board, the bottom layer first. */
  shapes(game: S): readonly Shape[];
  describe(game: S): string;
  /** Required fields of a saved state in addition to `over`. */
  readonly saved: E;
  /** Its fields in addition to numbers and flags. */
  save(game: S): SavedParts;
  load(game: S, saved: v.InferOutput<v.ObjectSchema<E, undefined>>): void;
}

const actionNames: readonly ActionName[] = [
  { id: 'nothing', title: 'Nothing' },
  { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
  { id: 'up', title: 'Up', keys: ['ArrowUp'] },
  { id: 'right', title: 'Right', keys: ['ArrowRight'] },
  { id: 'down', title: 'Down', keys: ['ArrowDown'] },
  { id: 'fire', title: 'Fire', keys: ['Space'] },
];

const actionSet = choice({
  options: ['minimal', 'full'],
  default: 'minimal',
  help: 'minimal: only the actions that have an effect in this game; full: all six actions',
});

const floor: Shape = { kind: 'rectangle', x: 0, y: 0, width: side, height: side, paint: 'floor' };

/**
 * The environment of a game, with the parts that all games share: the board, the six actions, an action repeated in a
 * tenth of the steps.
 */
export function defineBoardGame<P extends Parameters, M, S extends BoardState, E extends v.ObjectEntries>(
  game: BoardGame<P, M, S, E>,
): ControlEnv {
  const { id, title, summary, events, manual, channels, begin, step, mark, shapes, describe, save, load } = game;
  const size = side * side * channels.length;

  function create(values: AnyValues) {
    const made = game.make(values as Values<P>);
    const codes = values['actionSet'] === 'full' ? actionNames.map((_, code) => code) : game.actions;
    return worldOf<S, v.ObjectSchema<E & { over: v.BooleanSchema<undefined> }, undefined>>({
      id,
      observation: { kind: 'binary', shape: [side, side, channels.length], channels },
      actions: { kind: 'discrete', actions: codes.map((code) => actionNames[code] as ActionName) },
      schema: v.object({ ...game.saved, over: v.boolean() }),
      begin: (draws) => begin(made, draws),
      isOver: ({ over }) => over,
      step: (state, action, draws) => step(state, codes[action] as number, draws),
      observe(state, into, offset) {
        into.fill(0, offset, offset + size);
        mark(state, into, offset);
      },
      draw: (state) => ({ width: side, height: side, shapes: [floor, ...shapes(state)] }),
      describe,
      save,
      load,
    });
  }

  return defineControlEnv<Parameters>({
    id,
    version: 1,
    title,
    summary,
    citation: { text: 'Young & Tian 2019, MinAtar: An Atari-Inspired Testbed, arXiv:1903.03176' },
    genre: 'arcade',
    // Such games are played at about ten moves per second.
    stepSeconds: 0.1,
    alwaysDrawsSticky: true,
    events,
    manual,
    agent: 'ppo-conv',
    parameters: { actionSet, ...game.parameters, ...controlParameters({ stickyProbability: 0.1, timeLimit: 0 }) },
    create,
  });
}
