// How long a fit to a signal takes, as `phasic fit` does it, and recovery on its session.
import { randomStream } from '../../src/core/random.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { finishedFit, usualStarts } from '../../src/fitting/fit.ts';
import { problemOf } from '../../src/fitting/session/fit-task.ts';
import { freeOfSpec } from '../../src/fitting/session/free-of-spec.ts';
import { sessionProblem, type SessionData } from '../../src/fitting/session/session-problem.ts';
import { runTasks } from '../../src/jobs/fit/run-fit.ts';
import { recordedSession } from '../../src/recorded/session.ts';
import { cpuSecondsSince } from '../measure.ts';
import { fixed, type Check } from './check.ts';

const trials = 500;
const binSeconds = 0.05;
const simulated = 10;

/** What made the signal, and is to be found: two parameters of the agent and three of the sensor. */
const truth = {
  learningRate: 0.15,
  discount: 0.95,
  'recording.riseSeconds': 0.3,
  'recording.decaySeconds': 0.6,
  'recording.delaySeconds': 0.2,
} as const;
const solved = { gain: 0.5, baseline: 3, rho: 0.8, noise: 0.5 };

export async function sessionSpeed(): Promise<readonly Check[]> {
  const data = madeSession();
  const fit = { data, free: Object.keys(truth), seed: 1 };
  const { size, ...searched } = await timedTasks(async () => {
    const searches = Array.from({ length: usualStarts }, (_, start) => ({ kind: 'search' as const, start }));
    const { parameters } = finishedFit(problemOf(fit), await runTasks<'search'>(fit, searches, {}));
    return parameters.length;
  });
  const recovered = await timedTasks(async () => {
    const sets = Array.from({ length: simulated }, (_, set) => ({ kind: 'recovery' as const, set, solved: [solved] }));
    return (await runTasks<'recovery'>(fit, sets, {})).length;
  });
  const hours = ((data.signal?.values.length ?? 0) * binSeconds) / 3600;
  const of = `td-csc through gcamp6m, ${trials} trials in ${fixed(hours, 1)} hours at 20 Hz, ${size} parameters`;
  return [
    {
      what: `${of}, three of them of the sensor: fit from ${usualStarts} starts, with its errors`,
      measured: `${fixed(searched.cpu, 1)} CPU s, ${fixed(searched.wall, 1)} s`,
      expected: 'under 10 s on 2 idle cores',
      passes: searched.cpu < 20,
    },
    {
      what: `${of}: a simulated session of --recover`,
      measured: `${fixed(recovered.cpu / simulated, 2)} CPU s each`,
      expected: '',
    },
  ];
}

async function timedTasks(work: () => Promise<number>): Promise<{ size: number; cpu: number; wall: number }> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const size = await work();
  return { size, cpu: cpuSecondsSince(cpu), wall: (performance.now() - wall) / 1000 };
}

/** Tones, each followed by water 1.5 s later in 80 % of trials. */
function madeDesign() {
  const draws = randomStream(5, 'made session');
  let now = 4;
  const tones: number[] = [];
  const waters: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    tones.push(now);
    if (draws.bernoulli(0.8)) waters.push(now + 1.5);
    now += 12 + 9 * draws.next();
  }
  const events = [
    { id: 'tone', times: Float64Array.from(tones) },
    { id: 'water', times: Float64Array.from(waters) },
  ];
  const nothing = { signals: [], units: [], tables: [], startsAt: undefined, questions: [], warnings: [] };
  return recordedSession(
    { ...nothing, events },
    {
      phasicMapping: 1,
      answers: {},
      cues: [{ times: { events: 'tone' }, title: 'tone', durationSeconds: 0.5 }],
      rewards: [{ times: { events: 'water' }, title: 'water', size: 1 }],
    },
  ).design;
}

/** The session with the signal that agent and sensor would have made, with AR(1) noise. */
function madeSession(): SessionData {
  const spec = completeTrialSpec({
    world: 'own-design',
    design: madeDesign(),
    agent: 'td-csc',
    recording: 'gcamp6m',
    seed: 1,
  });
  const made = Object.entries(truth).reduce((set, [name, value]) => setParameter(set, name, value), spec);
  const free = freeOfSpec(made, Object.keys(truth));
  // As long as the session at most; what is in it is not looked at.
  const values = Float64Array.from({ length: 1e6 }, (_, i) => i % 2);
  const blank = { id: 'made', startSeconds: 0, binSeconds, values };
  const problem = sessionProblem({ spec: made, signal: blank, usesChoices: false }, free);
  return { ...problem.simulated(free.given, [solved], randomStream(1, 'noise')), spec };
}
