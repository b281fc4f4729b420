// Prints steps per CPU second, the mean return of the last episodes of an agent, and each episode: `agent.js PLAY_SPEC
// SETTINGS`, both JSON.
import { completeControlSpec } from '../src/engine/complete-spec.ts';
import { setParameter } from '../src/engine/set-parameter.ts';
import type { PartialSpec } from '../src/spec/spec.ts';
import { startControlRun } from '../src/session/control/start-run.ts';
import { meanOver } from '../src/session/control/control-run.ts';
import { fusedNetworks } from '../src/compute/networks/fused/fused-networks.ts';
import { cpuSeconds } from './measure.ts';

const [given = '', settings = '{}'] = process.argv.slice(2);
const changes = Object.entries(JSON.parse(settings) as Readonly<Record<string, number | boolean>>);
const spec = changes.reduce(
  (before, [name, value]) => setParameter(before, name, value),
  completeControlSpec(JSON.parse(given) as PartialSpec),
);
const { session } = startControlRun(spec, fusedNetworks);
const taken = cpuSeconds(() => {
  while (!session.finished) session.advance(1);
});
const { endSteps, returns } = session.episodes.columns();
process.stdout.write(
  JSON.stringify({
    rate: session.steps / taken,
    lastReturn: session.episodes.meanReturn(meanOver),
    endSteps: [...endSteps],
    returns: [...returns],
  }),
);
