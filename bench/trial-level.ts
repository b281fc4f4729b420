import { randomStream } from '../src/core/random.ts';
import { stepDraws } from '../src/core/step-draws.ts';
import { readDesign } from '../src/designs/read.ts';
import { completeTrialSpec } from '../src/engine/complete-spec.ts';
import { encoderOf, ruleOf, termsOf } from '../src/engine/per-step.ts';
import { find, findTrialEnv } from '../src/engine/registry.ts';
import { createTrialSession } from '../src/engine/trial-session.ts';
import { scheduleTrials } from '../src/engine/schedule.ts';
import { designOf } from '../src/engine/world.ts';
import { cpuSeconds, medianOf, type Row } from './measure.ts';

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

/** 1,000 trials of a feature-negative discrimination, learning only: trials and features exist already. */
function rescorlaWagner(): number {
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
  return cpuSeconds(() => {
    signals.offset = 0;
    for (const trial of schedule) {
      learner.learnTrial(trial, encoder.encode(trial), signals, draws);
      signals.offset += trial.steps;
    }
  });
}

/** Whole sessions, each with its own random order: schedule, features, learning, every signal recorded. */
function randomOrders(): number {
  const design = readDesign('txt', `G | ${configural}\n${oneMoment}`, 'bench');
  const spec = completeTrialSpec({ world: 'own-design', design, agent: agentOn('rescorla-wagner-configural') });
  return cpuSeconds(() => {
    for (let seed = 1; seed <= orders; seed++) {
      const session = createTrialSession({ ...spec, seed });
      session.advance(session.trials.length);
    }
  });
}

/** Models that learn once per trial. */
export function trialLevel(): readonly Row[] {
  const single = medianOf(51, rescorlaWagner);
  const many = medianOf(3, randomOrders);
  return [
    {
      what: '1,000 Rescorla-Wagner trials, learning alone',
      measured: `${(1000 * single).toFixed(2)} CPU ms`,
      against: 'limit 0.5 ms',
    },
    {
      what: '1,500 random orders of a configural design, 80 trials each, whole sessions',
      measured: `${many.toFixed(2)} CPU s`,
      against: 'limit 2 s',
    },
  ];
}
