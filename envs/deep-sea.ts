import * as v from 'valibot';
import { integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type ActionSpace, type World } from '../src/contracts/control-env.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';
import { randomStream } from '../src/core/random.ts';

const id = 'deep-sea';
const smallest = 2;
const parameters = {
  size: integer({ default: 8, min: smallest, max: 50, symbol: 'N', help: 'Number of rows and columns' }),
  mapping: integer({
    default: 1,
    min: 0,
    max: 0xffffffff,
    unit: 'seed',
    help: 'Seed that determines the states in which the two actions are swapped; 0: none',
  }),
  ...controlParameters({ timeLimit: 0 }),
};

const treasure = 1;
const nothing = 2;
const events = [
  { id: 'treasure', title: 'Treasure' },
  { id: 'nothing', title: 'Bottom without treasure' },
] as const;

/** The total cost of all steps to the right. */
const wholeCost = 0.01;

const actions: ActionSpace = {
  kind: 'discrete',
  actions: [
    { id: 'first', title: 'First', keys: ['ArrowLeft'] },
    { id: 'second', title: 'Second', keys: ['ArrowRight'] },
  ],
};

export default defineControlEnv({
  id,
  version: 1,
  title: 'Deep Sea',
  summary:
    'A diver sinks row by row. Only a diver that goes right in every row finds the treasure, and each step right costs a little: random exploration finds it once in 2^N dives.',
  citation: {
    text: 'Osband, Van Roy, Russo & Wen 2019, Journal of Machine Learning Research 20:124; Osband et al. 2020, bsuite, arXiv:1908.03568',
  },
  genre: 'grid',
  stepSeconds: 0.2,
  events,
  agent: 'q-table',
  parameters,
  manual: {
    observation: 'The cell of the diver: size × row + column, both counted from 0 at the top left.',
    actions:
      'One of the two moves one column right, the other one column left if there is one; either way the diver sinks one row. Which one moves right is drawn for each cell by mapping; with mapping 0 it is always the second.',
    rewards: [
      {
        size: { from: 1 - wholeCost / smallest, to: 1 },
        on: ['treasure'],
        when: 'the diver steps right in the last column of the lowest row, to the treasure: 1 minus the cost of the step',
      },
      {
        size: { from: -wholeCost / smallest, to: 0 },
        on: 'some other steps',
        when: 'the diver steps right anywhere else, which costs 0.01 / size',
      },
    ],
    start: 'The diver is at the top left.',
    ends: [{ on: ['treasure', 'nothing'], when: 'the diver has taken a step in the lowest row, after size steps' }],
  },
  create,
});

function create({ size, mapping }: Values<typeof parameters>): World {
  const last = size - 1;
  const random = randomStream(mapping, 'deep-sea');
  // Which of the two actions goes right, by state.
  const rightAction = Uint8Array.from({ length: size * size }, () => (mapping === 0 ? 1 : random.integer(2)));
  return worldOf({
    id,
    observation: { kind: 'discrete', count: size * size },
    actions,
    schema: v.object({ row: whole(0, last), column: whole(0, last), over: v.boolean(), happened: bitsOf(events) }),
    begin: () => ({ row: 0, column: 0, over: false, happened: 0 }),
    isOver: ({ over }) => over,
    step(diver, action) {
      const { row, column } = diver;
      const isRight = action === rightAction[row * size + column];
      // Only by going right in every row above is one at the right edge in the last row.
      const isTreasure = isRight && column === last;
      diver.column = isRight ? Math.min(last, column + 1) : Math.max(0, column - 1);
      diver.over = row === last;
      if (diver.over) diver.happened = isTreasure ? treasure : nothing;
      else diver.row += 1;
      return (isTreasure ? 1 : 0) - (isRight ? wholeCost / size : 0);
    },
    observe({ row, column }, into, offset) {
      into[offset] = row * size + column;
    },
    draw: ({ row, column }) => ({
      width: size,
      height: size,
      shapes: [
        { kind: 'rectangle', x: 0, y: 0, width: size, height: size, paint: 'water' },
        { kind: 'cells', cells: Array.from({ length: last }, (_, i) => [i, i]).flat(), paint: 'faint' },
        { kind: 'cells', cells: [last, last], paint: 'goal' },
        { kind: 'circle', x: column + 0.5, y: row + 0.5, radius: 0.35, paint: 'player' },
      ],
    }),
    describe: ({ row, column }) => `The diver is in row ${row + 1}, column ${column + 1} of ${size}.`,
  });
}
