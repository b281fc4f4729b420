import * as v from 'valibot';
import type { Drawing } from '../src/contracts/drawing.ts';
import { integer, type Values } from '../src/contracts/parameters.ts';
import { defineControlEnv, controlParameters, type World } from '../src/contracts/control-env.ts';
import { fourWays } from './state/actions.ts';
import { bitsOf, whole } from './state/read-state.ts';
import { worldOf } from './state/world.ts';

const id = 'w-maze';
const parameters = {
  arm: integer({ default: 4, min: 1, max: 30, unit: 'steps', help: 'Length of each of the three arms' }),
  visits: integer({
    default: 40,
    min: 1,
    max: 10_000,
    unit: 'visits',
    help: 'Visits to the ends of arms per episode',
  }),
  ...controlParameters({ timeLimit: 2000 }),
};

const rewarded = 1;
const omitted = 2;
const events = [
  { id: 'reward', title: 'Reward at a well' },
  { id: 'omission', title: 'Empty well' },
] as const;

/** Wells: left, centre, right. */
const centre = 1;
const none = -1;

export default defineControlEnv({
  id,
  version: 1,
  title: 'W-maze',
  summary:
    'Three arms with a well at the end of each. From an outer arm reward is at the centre, from the centre at the outer arm that was not visited last: a rule about the past, learned as a rat does, arm by arm.',
  citation: {
    text: 'Jadhav, Kemere, German & Frank 2012, Science 336:1454; Frank, Brown & Wilson 2000, Neuron 27:169',
    doi: '10.1126/science.1217230',
  },
  genre: 'maze',
  stepSeconds: 0.2,
  events,
  agent: 'recurrent-a2c',
  parameters,
  manual: {
    observation:
      'The place. First come the places of the left arm from its foot to its well, arm + 1 of them, then those of the centre arm and of the right arm, then the left and the right half of the bridge.',
    actions:
      'A step along an arm or the bridge; walls block it. Returning to the well that was just left does not count as a visit.',
    rewards: [
      {
        size: 1,
        on: ['reward'],
        when: 'the correct well is visited: the centre after an outer one; after the centre, the outer one that was not visited last',
      },
    ],
    start: 'At the well of the centre arm; the first time, either outer well is correct.',
    ends: [{ on: ['reward', 'omission'], times: 'visits', when: 'all visits to wells are made' }],
  },
  create,
});

/** In columns the arms are at 0, 2 and 4; `height` is how far up an arm. */
interface Rat {
  column: number;
  height: number;
  last: number;
  lastOuter: number;
  visited: number;
  happened: number;
}

/** The bridge joins the arms at their feet: positions are 3 arms x (arm + 1) cells and the two cells between them. */
function create({ arm, visits }: Values<typeof parameters>): World {
  const perArm = arm + 1;
  return worldOf({
    id,
    observation: { kind: 'discrete', count: 3 * perArm + 2 },
    actions: fourWays,
    schema: v.pipe(
      v.object({
        column: whole(0, 4),
        height: whole(0, arm),
        last: whole(0, 2),
        lastOuter: v.picklist([none, 0, 2]),
        visited: whole(0, visits),
        happened: bitsOf(events),
      }),
      v.check(({ column, height }) => column % 2 === 0 || height === 0, 'must be on an arm or on the bridge'),
    ),
    // At the centre well, from which either outer one is correct.
    begin: (): Rat => ({ column: centre * 2, height: arm, last: centre, lastOuter: none, visited: 0, happened: 0 }),
    isOver: ({ visited }) => visited >= visits,
    step(rat, action) {
      const before = rat.height;
      walk(rat, action, arm);
      return rat.height === arm && before < arm ? arrive(rat) : 0;
    },
    observe({ column, height }, into, offset) {
      into[offset] = column % 2 === 0 ? (column / 2) * perArm + height : 3 * perArm + (column - 1) / 2;
    },
    draw: ({ column, height }) => draw(arm, column, height),
    describe: ({ column, height, visited }) =>
      `You are ${height === 0 ? 'on the bridge' : `${height} of ${arm} steps up the ${['left', 'middle', 'right'][column / 2]} arm`}, after ${visited} visits to wells.`,
  });
}

function walk(rat: Rat, action: number, arm: number): void {
  const { column, height } = rat;
  if (action === 0 && column % 2 === 0 && height < arm) rat.height += 1;
  else if (action === 2 && height > 0) rat.height -= 1;
  else if (action === 1 && height === 0 && column < 4) rat.column += 1;
  else if (action === 3 && height === 0 && column > 0) rat.column -= 1;
}

/** The reward of the well just reached. Returning to the well that was just left is not a visit. */
function arrive(rat: Rat): number {
  const well = rat.column / 2;
  if (well === rat.last) return 0;
  const isRight = well === centre || (rat.last === centre && well !== rat.lastOuter);
  rat.last = well;
  if (well !== centre) rat.lastOuter = well;
  rat.visited += 1;
  rat.happened = isRight ? rewarded : omitted;
  return isRight ? 1 : 0;
}

const draw = (arm: number, column: number, height: number): Drawing => ({
  width: 5,
  height: arm + 1,
  shapes: [
    { kind: 'rectangle', x: 0, y: arm, width: 5, height: 1, paint: 'floor' },
    ...[0, 2, 4].map((x) => ({ kind: 'rectangle', x, y: 0, width: 1, height: arm + 1, paint: 'floor' }) as const),
    { kind: 'cells', cells: [0, 0, 2, 0, 4, 0], paint: 'goal' },
    { kind: 'circle', x: column + 0.5, y: arm - height + 0.5, radius: 0.3, paint: 'player' },
  ],
});
