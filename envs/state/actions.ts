import type { ActionSpace } from '../../src/contracts/control-env.ts';

/** A step on a grid. */
export const fourWays: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'up', title: 'Up', keys: ['ArrowUp'] },
    { id: 'right', title: 'Right', keys: ['ArrowRight'] },
    { id: 'down', title: 'Down', keys: ['ArrowDown'] },
    { id: 'left', title: 'Left', keys: ['ArrowLeft'] },
  ],
};
