import { join } from 'node:path';
import { output, type Row } from './measure.ts';
import { alternated, ratioText, spreadText } from './spread.ts';

const minAtar = ['breakout', 'asterix', 'freeway', 'seaquest', 'space-invaders'] as const;
const gymnasium = ['cartpole', 'mountain-car', 'acrobot', 'pendulum', 'frozen-lake', 'cliff-walking', 'taxi'] as const;

/** Target: a multiple of Gymnasium's speed. */
const limit = 20;
const rounds = 3;

interface TheirRate {
  readonly rate: number;
  readonly version: string;
}

/**
 * Steps per CPU second of the twelve reference environments, including random actions, sticky draw and observation,
 * compared with Gymnasium's. Each in its own process, as in normal use: in a process that has stepped another
 * environment before, calls that the compiler has specialised for it halve the speed.
 */
export function envs(root: string): readonly Row[] {
  const own = (id: string): number => Number(output(process.execPath, [join(root, 'dist/bench/world.js'), id]));
  const other = (id: string): TheirRate | undefined => {
    const printed = output('python3', [join(root, 'bench/envs.py'), id]);
    return printed === undefined ? undefined : (JSON.parse(printed) as TheirRate);
  };
  const row = (id: string, rates: readonly number[], against: string): Row => ({
    what: `World ${id}, random actions, observation included`,
    measured: `${spreadText(rates.map((rate) => rate / 1e6))} million steps per CPU s`,
    against,
  });
  return [
    ...minAtar.map((id) => row(id, alternated(rounds, { ours: () => own(id) }).ours, '')),
    ...gymnasium.map((id) => {
      const found = alternated<'ours' | 'theirs', number | TheirRate | undefined>(rounds, {
        ours: () => own(id),
        theirs: () => other(id),
      });
      const ours = found.ours as readonly number[];
      const theirs = found.theirs.filter((one) => one !== undefined) as readonly TheirRate[];
      if (theirs.length < rounds) return row(id, ours, 'Gymnasium not installed');
      const rates = theirs.map(({ rate }) => rate);
      const ratio = ratioText(
        ours.map((rate, round) => [rate, rates[round] as number]),
        `${theirs[0]?.version}`,
      );
      return row(id, ours, `${ratio}; ${spreadText(rates)} steps per CPU s there; at least ${limit} x`);
    }),
  ];
}
