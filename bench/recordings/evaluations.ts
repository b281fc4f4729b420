import { readDesign } from '../../src/designs/read.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find } from '../../src/engine/registry.ts';
import { reusableSession } from '../../src/engine/reusable-session.ts';
import { middle, type Row } from '../measure.ts';

/** 500 trials of 3 cues in steps of 0.05 s: 180 features of a complete serial compound, 156,380 steps. */
const design = readDesign('txt', 'G1 | 170A+/165B+/165C-\ncue = 2\niti = uniform 8 17.3\n', 'bench');
const stepSeconds = 0.05;

/** With the limit of one evaluation, ms, where there is one. */
const agents: readonly (readonly [string, number | undefined])[] = [
  ['td-csc', 1.8],
  ['td-lambda-csc', undefined],
  ['td-microstimuli', undefined],
  ['rescorla-wagner', undefined],
];
const evaluations = 200;
const rounds = 5;

/** One evaluation of a fit: an agent through a session that is kept, with its signals. */
export const evaluationRows = (): readonly Row[] => agents.map(([id, limit]) => rowOf(id, limit));

function rowOf(id: string, limit: number | undefined): Row {
  const { architecture } = find('agents', id);
  const spec = completeTrialSpec({
    world: 'own-design',
    design,
    agent: {
      id,
      architecture: { ...architecture, parameters: { ...architecture.parameters, resolutionSeconds: stepSeconds } },
    },
  });
  const session = reusableSession(spec);
  // Encoded, and compiled by the processor's language.
  for (let i = 0; i < evaluations / 2; i++) session.run(spec.agent);
  const walls: number[] = [];
  const cpus: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < evaluations; i++) {
      const from = performance.now();
      session.run(spec.agent);
      walls.push(performance.now() - from);
    }
    const { user, system } = process.cpuUsage(before);
    cpus.push((user + system) / 1000 / evaluations);
  }
  return {
    what: `one evaluation on a kept session: ${id}, ${session.trials.length} trials, ${(session.offsets.at(-1) as number).toLocaleString('en')} steps`,
    measured: `${middle(walls).toFixed(2)} ms median, ${Math.min(...walls).toFixed(2)} ms shortest of ${walls.length}; ${Math.min(...cpus).toFixed(2)} CPU ms`,
    against: limit === undefined ? 'no limit' : `limit ${limit} ms`,
  };
}
