import { defineControlEnv, controlParameters, type ControlEnv } from '../../src/contracts/control-env.ts';
import { integer } from '../../src/contracts/parameters.ts';

/**
 * An environment that counts: it shows the sum of the actions and a number drawn at each step, rewards the action, and
 * ends at a sum.
 */
export const countingWorld = defineControlEnv({
  id: 'counting',
  version: 1,
  title: 'Counting',
  summary: 'For tests.',
  citation: { text: 'none' },
  genre: 'grid',
  stepSeconds: 0.5,
  events: [
    { id: 'stepped', title: 'stepped' },
    { id: 'ended', title: 'ended' },
  ],
  manual: { observation: '', rewards: [], start: '', ends: [] },
  agent: 'none',
  parameters: {
    ...controlParameters({ timeLimit: 0 }),
    end: integer({ default: 6, min: 1, max: 100, help: 'sum at which it ends' }),
  },
  create({ end }) {
    let sum = 0;
    let drawn = 0;
    let terminated = false;
    let happened = 0;
    return {
      observation: { kind: 'box', shape: [2], low: [0, 0], high: [end, 1], names: ['sum', 'drawn'] },
      actions: { kind: 'discrete', actions: [0, 1, 2].map((i) => ({ id: `add-${i}`, title: `Add ${i}` })) },
      get terminated() {
        return terminated;
      },
      get happened() {
        return happened;
      },
      reset(draws) {
        sum = 0;
        drawn = draws.unit();
        terminated = false;
        happened = 0;
      },
      step(action, draws) {
        sum += action;
        drawn = draws.unit();
        terminated = sum >= end;
        happened = terminated ? 3 : 1;
        return action;
      },
      observe(into, offset) {
        into[offset] = sum;
        into[offset + 1] = drawn;
      },
      draw: () => ({ width: 1, height: 1, shapes: [] }),
      describe: () => `the sum is ${sum}`,
      state: () => ({ sum, drawn, terminated, happened }),
      restore(state) {
        ({ sum, drawn, terminated, happened } = state as {
          sum: number;
          drawn: number;
          terminated: boolean;
          happened: number;
        });
      },
    };
  },
}) as unknown as ControlEnv;
