// Prints the steps per CPU second of the environment named by its argument.
import { parseParameters } from '../src/contracts/parameters.ts';
import { observationSize } from '../src/contracts/control-env.ts';
import { randomStream } from '../src/core/random.ts';
import { streamDraws } from '../src/engine/control/draws.ts';
import { findControlEnv } from '../src/engine/registry.ts';
import { cpuSecondsSince, medianOf } from './measure.ts';

const rounds = 5;
const roundSeconds = 0.25;
const stepsAtOnce = 2000;

function rate(id: string): number {
  const env = findControlEnv(id);
  const world = env.create(parseParameters(env.parameters, {}, id));
  const draws = streamDraws(randomStream(1, 'draws'));
  const { actions } = world;
  const choose =
    actions.kind === 'discrete'
      ? () => draws.integer(0, actions.actions.length)
      : () => draws.uniform(actions.low, actions.high);
  const seen = new Float32Array(observationSize(world.observation));
  const { timeLimit = 0 } = parseParameters(env.parameters, {}, id) as { timeLimit?: number };
  let length = 0;
  world.reset(draws);
  let steps = 0;
  let taken = 0;
  const began = process.cpuUsage();
  while (taken < roundSeconds) {
    for (let k = 0; k < stepsAtOnce; k++) {
      if (env.alwaysDrawsSticky === true) draws.unit();
      world.step(choose(), draws);
      world.observe(seen, 0);
      length += 1;
      if (!world.terminated && (timeLimit === 0 || length < timeLimit)) continue;
      world.reset(draws);
      world.observe(seen, 0);
      length = 0;
    }
    steps += stepsAtOnce;
    taken = cpuSecondsSince(began);
  }
  return steps / taken;
}

const [id = ''] = process.argv.slice(2);
process.stdout.write(`${medianOf(rounds, () => rate(id))}\n`);
