import { randomStream } from '../src/core/random.ts';
import { stepDraws } from '../src/core/step-draws.ts';
import { readDesign } from '../src/designs/read.ts';
import { completeTrialSpec } from '../src/engine/complete-spec.ts';
import { encoderOf, ruleOf, termsOf } from '../src/engine/per-step.ts';
import { find, findTrialEnv } from '../src/engine/registry.ts';
import { createTrialSession } from '../src/engine/trial-session.ts';
import { scheduleTrials } from '../src/engine/schedule.ts';
import { designOf } from '../src/engine/world.ts';
import { timed, type Row, type Timed } from './measure.ts';
import { alternated, spreadText } from './spread.ts';

/** A trial of Rescorla-Wagner is one moment; a grid of a second makes it three steps. */
const oneMoment = 'iti = 1 s\ncue = 1 s\nafter = 1 s';
const agentOn = (id: string) => ({
  id,
  architecture: { id: find('agents', id).architecture.id, parameters: { resolutionSeconds: 1 } },
});
const trials = 1000;
const orders = 1500;
/** Biconditional discrimination: no single cue is informative, so only a unit for each compound can learn it. */
const configural = `rand / 20AX+ / 20BY+ / 20AY- / 20BX-`;

/** Learns 1,000 trials of a feature-negative discrimination whenever called; trials and features exist already. */
function rescorlaWagner(): () => void {
  const written = readDesign('txt', `G | rand / ${trials / 2}A+ / ${trials / 2}AX-\n${oneMoment}`, 'bench');
  const spec = completeTrialSpec({ world: 'own-design', design: written, agent: agentOn('rescorla-wagner') });
  const design = designOf(spec);
  const schedule = scheduleTrials(design, findTrialEnv('conditioning-chamber'), 1);
  const encoder = encoderOf(spec, design);
  const random = randomStream(1, 'agent');
  const learner = ruleOf(spec, design).create({
    terms: termsOf(spec, design, random),
    layout: encoder.layout,
    size: encoder.size,
    label: (feature) => encoder.label(feature),
    design,
    random,
  });
  const steps = schedule.reduce((sum, trial) => sum + trial.steps, 0);
  const signals = { rpe: new Float64Array(steps), value: new Float64Array(steps), offset: 0 };
  const draws = stepDraws(1, 'agent');
  return () => {
    signals.offset = 0;
    for (const trial of schedule) {
      learner.learnTrial(trial, encoder.encode(trial), signals, draws);
      signals.offset += trial.steps;
    }
  };
}

/** Whole sessions, each with its own random order: schedule, features, learning, every signal recorded. */
function randomOrders(): void {
  const design = readDesign('txt', `G | ${configural}\n${oneMoment}`, 'bench');
  const spec = completeTrialSpec({ world: 'own-design', design, agent: agentOn('rescorla-wagner-configural') });
  for (let seed = 1; seed <= orders; seed++) {
    const session = createTrialSession({ ...spec, seed });
    session.advance(session.trials.length);
  }
}

const repeats = 1000;

/** Each kernel once, for a comparison of two revisions. */
export const trialLevelKernels = {
  '1,000 x 1,000 Rescorla-Wagner trials, learning alone': () => {
    const learn = rescorlaWagner();
    for (let repeat = 0; repeat < repeats; repeat++) learn();
  },
  '1,500 random orders of a configural design, whole sessions': randomOrders,
};

/** Models that learn once per trial. */
export function trialLevel(): readonly Row[] {
  const { single } = alternated(51, { single: () => timed(rescorlaWagner()) });
  const { many } = alternated(5, { many: () => timed(randomOrders) });
  const milliseconds = (value: number): string => (1000 * value).toFixed(2);
  const times = (of: readonly Timed[], shown?: (value: number) => string) =>
    [
      spreadText(
        of.map(({ cpu }) => cpu),
        shown,
      ),
      spreadText(
        of.map(({ wall }) => wall),
        shown,
      ),
    ] as const;
  const [singleCpu, singleWall] = times(single, milliseconds);
  const [manyCpu, manyWall] = times(many);
  return [
    {
      what: '1,000 Rescorla-Wagner trials, learning alone',
      measured: `${singleCpu} CPU ms; ${singleWall} ms`,
      against: 'limit 0.5 CPU ms',
    },
    {
      what: '1,500 random orders of a configural design, 80 trials each, whole sessions',
      measured: `${manyCpu} CPU s; ${manyWall} s`,
      against: 'limit 2 CPU s',
    },
  ];
}
