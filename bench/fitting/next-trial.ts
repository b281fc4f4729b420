// How long a rig waits for its next trial.
import { declaredDesign } from '../../src/engine/world.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { trialChooser } from '../../src/fitting/designs/next-trial.ts';
import { cpuSeconds, medianOf } from '../measure.ts';
import { fixed, type Check } from './check.ts';

const names = ['td-csc', 'td-lambda-csc', 'rescorla-wagner'];
const trials = 200;

export function nextTrialSpeed(): readonly Check[] {
  const world = { id: 'waelti-2001', parameters: {} };
  const specs = names.map((agent) => completeTrialSpec({ world, agent, recording: 'dlight' }));
  const types = Object.keys(declaredDesign({ world }).trialTypes);
  const soFar = Array.from({ length: trials }, (_, i) => ({
    type: types[i % types.length] as string,
    response: i % 7,
  }));
  const asked = { specs, names, noise: { rho: 0.9, sd: 8, binSeconds: 0.05 }, seed: 1 };
  const fresh = cpuSeconds(() => void trialChooser(asked).next(soFar));
  const chooser = trialChooser(asked);
  chooser.next(soFar.slice(0, trials / 2));
  let count = trials / 2;
  const each = medianOf(trials / 2, () => cpuSeconds(() => void chooser.next(soFar.slice(0, ++count))));
  const of = `next trial of ${types.length} types for ${names.length} agents`;
  return [
    {
      what: `${of}, one after another up to trial ${trials}: median`,
      measured: `${fixed(1000 * each, 1)} CPU ms`,
      expected: 'under 50 ms',
      passes: each < 0.05,
    },
    {
      what: `${of}, the first call after ${trials} trials`,
      measured: `${fixed(1000 * fresh, 0)} CPU ms`,
      expected: '',
    },
  ];
}
