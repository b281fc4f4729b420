import { expect, test } from 'vitest';
import type { Design, GridDesign } from '../../src/contracts/design.ts';
import type { Learner } from '../../src/contracts/learning-rule.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { randomStream } from '../../src/core/random.ts';
import { stepDraws } from '../../src/core/step-draws.ts';
import { encoderOf, ruleOf, termsOf } from '../../src/engine/per-step.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { find, findTrialArchitecture, findTrialRule, trialAgents } from '../../src/engine/registry.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { designOf, fixed } from '../architectures/trials.ts';

// Trials are short, so that cues, traces and memories of one extend into the next.
const design: Design = designOf({
  cues: ['light', 'tone'],
  types: {
    cued: {
      cues: [{ cue: 'light', onsetSeconds: 0, durationSeconds: 0.5 }],
      rewards: [{ time: fixed(0.7), magnitude: 1, probability: 0.7 }],
    },
    late: {
      cues: [{ cue: 'tone', onsetSeconds: 0.3, durationSeconds: 1.5 }],
      rewards: [{ time: fixed(0.9), magnitude: 2, probability: 1 }],
    },
    both: {
      cues: [
        { cue: 'light', onsetSeconds: 0, durationSeconds: 0.4 },
        { cue: 'tone', onsetSeconds: 0.2, durationSeconds: 0.4 },
      ],
      rewards: [],
    },
    reward: { cues: [], rewards: [{ time: fixed(0.2), magnitude: 1, probability: 1 }] },
    nothing: { cues: [], rewards: [] },
  },
  trials: 40,
  trialSeconds: 1,
  iti: { kind: 'grid', seconds: [0.1, 0.4, 3, 40], weights: [2, 3, 3, 1] },
});

/** The agents without access to trial boundaries, with the parts that could nevertheless end with a trial. */
const agents = trialAgents().filter(({ architecture, learningRule }) => {
  const { timescale } = find('learning-rules', learningRule.id);
  return (
    (timescale === 'step' || timescale === 'event') &&
    findTrialArchitecture(architecture.id).needsTrials === undefined &&
    findTrialRule(learningRule.id).needsTrials === undefined
  );
});

function specOf(agent: (typeof agents)[number]): TrialSpec {
  const spec = completeTrialSpec({ world: 'own-design', design, agent: agent.id });
  const running = (part: TrialSpec['agent']['architecture']) => ({
    id: part.id,
    parameters: {
      ...part.parameters,
      ...(Object.hasOwn(part.parameters, 'boundary') ? { boundary: 'continuous' } : {}),
    },
  });
  return completeTrialSpec({
    ...spec,
    agent: {
      ...spec.agent,
      architecture: running(spec.agent.architecture),
      learningRule: running(spec.agent.learningRule),
    },
  });
}

/** All trials as one. */
function joined(trials: readonly Trial[]): Trial {
  const first = trials[0] as Trial;
  const zero = first.zeroStep;
  let offset = -zero;
  const cues: Trial['cues'][number][] = [];
  const outcomes: Trial['outcomes'][number][] = [];
  for (const trial of trials) {
    const from = offset + trial.zeroStep;
    cues.push(...trial.cues.map((cue) => ({ ...cue, onset: cue.onset + from })));
    outcomes.push(...trial.outcomes.map((outcome) => ({ ...outcome, step: outcome.step + from })));
    offset += trial.steps;
  }
  return { ...first, steps: offset + zero, cues, outcomes };
}

function runTrial(
  spec: TrialSpec,
  given: GridDesign,
  trials: readonly Trial[],
): { rpe: Float64Array; value: Float64Array; weights: Float64Array } {
  const encoder = encoderOf(spec, given);
  const random = randomStream(spec.seed, 'agent');
  const terms = termsOf(spec, given, random);
  const learner: Learner = ruleOf(spec, given).create({
    terms,
    layout: encoder.layout,
    size: encoder.size,
    label: (feature) => encoder.label(feature),
    design: given,
    random,
    networks: fusedNetworks,
  });
  const steps = trials.reduce((sum, trial) => sum + trial.steps, 0);
  const [rpe, value] = [new Float64Array(steps), new Float64Array(steps)];
  let offset = 0;
  for (const trial of trials) {
    learner.learnTrial(trial, encoder.encode(trial), { rpe, value, offset }, stepDraws(1, 'agent'));
    offset += trial.steps;
  }
  return { rpe, value, weights: learner.weights };
}

test.each(agents.map(({ id }) => id))('%s: the same events give the same bits as many trials and as one', (id) => {
  const spec = specOf(find('agents', id));
  const session = createTrialSession(spec);
  const apart = runTrial(spec, session.design, session.trials);
  const whole = runTrial(spec, session.design, [joined(session.trials)]);
  expect(apart.rpe.some((rpe) => rpe !== 0)).toBe(true);
  for (const signal of ['rpe', 'value', 'weights'] as const) {
    const differs = apart[signal].findIndex((one, i) => !Object.is(one, whole[signal][i]));
    expect(differs < 0 ? '' : `${signal} at ${differs}: ${apart[signal][differs]} and ${whole[signal][differs]}`).toBe(
      '',
    );
  }
});

test('most agents that learn per step, or per event, have no access to trial boundaries', () => {
  expect(agents.length).toBeGreaterThan(12);
});
