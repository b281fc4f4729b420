import type * as v from 'valibot';
import type { ActionSpace, Draws, ObservationSpace, World } from '../../src/contracts/control-env.ts';
import type { Drawing } from '../../src/contracts/drawing.ts';
import type { SavedParts } from '../../src/contracts/saved.ts';
import { readState } from './read-state.ts';

/** Common to all hidden states: one bit for each event of the last step. */
export interface Standing {
  happened: number;
}

/** A schema of an object, with optional further checks. */
export type StateSchema = v.GenericSchema<unknown, object> & { readonly entries: v.ObjectEntries };

/** An environment as its rules: functions of its hidden state, an object that a step writes in place. */
export interface Rules<S extends Standing, Schema extends StateSchema> {
  /** The environment's id, for messages. */
  readonly id: string;
  readonly observation: ObservationSpace;
  readonly actions: ActionSpace;
  /** The schema of a saved state. Its numbers and flags are those of the hidden state with the same names. */
  readonly schema: Schema;
  /**
   * The hidden state at the start of an episode. One literal with all properties: steps on a spread object are several
   * times slower.
   */
  begin(draws: Draws): S;
  isOver(state: S): boolean;
  /** A step of an unfinished episode, with `happened` at 0. Allocates nothing; returns the reward. */
  step(state: S, action: number, draws: Draws): number;
  observe(state: S, into: Float32Array, offset: number): void;
  draw(state: S): Drawing;
  describe(state: S): string;
  /** Fields of a saved state in addition to numbers and flags. */
  save?(state: S): SavedParts;
  load?(state: S, saved: v.InferOutput<Schema>): void;
}

/** Initial state before the first reset, also used for loading. */
const lowest: Draws = { unit: () => 0, integer: (low) => low, uniform: (low) => low };

/** The environment of some rules, with its hidden state. After the end of an episode steps have no effect. */
export function worldOf<S extends Standing, Schema extends StateSchema>(rules: Rules<S, Schema>): World {
  const { id, observation, actions, schema, begin, isOver, step, observe, draw, describe } = rules;
  let state = begin(lowest);
  const saved = Object.keys(schema.entries).filter((name) => /number|boolean/.test(typeof Reflect.get(state, name)));
  const numbersOf = (of: object): SavedParts => Object.fromEntries(saved.map((name) => [name, Reflect.get(of, name)]));
  return {
    observation,
    actions,
    get terminated() {
      return isOver(state);
    },
    get happened() {
      return state.happened;
    },
    reset(draws) {
      state = begin(draws);
    },
    step(action, draws) {
      state.happened = 0;
      return isOver(state) ? 0 : step(state, action, draws);
    },
    observe: (into, offset) => observe(state, into, offset),
    draw: () => draw(state),
    describe: () => describe(state),
    state: () => ({ ...numbersOf(state), ...rules.save?.(state) }),
    restore(given) {
      const read = readState(schema, given, id);
      state = Object.assign(begin(lowest), numbersOf(read));
      rules.load?.(state, read);
    },
  };
}
