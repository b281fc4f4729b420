import { expect, test } from 'vitest';
import type { Design, RecordedTrial } from '../../src/contracts/design.ts';
import { parseDesign } from '../../src/contracts/design-schema.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { find, trialAgents } from '../../src/engine/registry.ts';
import { designOf, fixed } from '../architectures/trials.ts';

const { stepSeconds: _, ...design } = designOf({
  cues: ['light', 'tone'],
  types: {
    cued: {
      cues: [{ cue: 'light', onsetSeconds: 0, durationSeconds: 0.5 }],
      rewards: [{ time: { kind: 'uniform', minSeconds: 0.6, maxSeconds: 1.4 }, magnitude: 1, probability: 0.7 }],
    },
    late: {
      cues: [
        { cue: 'light', onsetSeconds: 0, durationSeconds: 0.4 },
        { cue: 'tone', onsetSeconds: 0.3, durationSeconds: 1.5 },
      ],
      rewards: [{ time: fixed(0.9), magnitude: 2, probability: 1 }],
    },
    reward: { cues: [], rewards: [{ time: fixed(0), magnitude: 1.5, probability: 1 }] },
    nothing: { cues: [{ cue: 'tone', onsetSeconds: 0, durationSeconds: 1 }], rewards: [] },
  },
  trials: 30,
  trialSeconds: 2,
  iti: { kind: 'exponential', meanSeconds: 6, minSeconds: 1.5, maxSeconds: 40 },
});

/** All that need no choices. */
const agents = trialAgents().flatMap(({ id, learningRule }) =>
  find('learning-rules', learningRule.id).timescale === 'choice' ? [] : [id],
);

const sessionOf = (agent: string, of: Design): TrialSession => {
  const session = createTrialSession(completeTrialSpec({ world: 'own-design', design: of, agent, seed: 7 }));
  session.advance(Infinity);
  return session;
};

/** A designed session as one that was recorded: the events that it drew, each at the middle of its step. */
function recordedOf(session: TrialSession): Design {
  const { trials, stepSeconds } = { trials: session.trials, stepSeconds: session.design.stepSeconds };
  return { ...design, phases: design.phases.map((phase) => ({ ...phase, ...recordedPhase(trials, stepSeconds) })) };
}

function recordedPhase(trials: readonly Trial[], stepSeconds: number) {
  const recorded = trials.map(({ type, zeroSeconds, cues, outcomes }): RecordedTrial => {
    const zeroStep = Math.floor(zeroSeconds / stepSeconds + 1e-9);
    const secondsOf = (step: number): number => Math.max(0, (zeroStep + step + 0.5) * stepSeconds - zeroSeconds);
    return {
      type,
      zeroSeconds,
      cues: cues.map(({ cue, onset, steps }) => ({
        cue: design.cues[cue]?.id as string,
        onsetSeconds: secondsOf(onset),
        durationSeconds: secondsOf(onset + steps) - secondsOf(onset),
      })),
      rewards: outcomes.map(({ step, magnitude, scheduled, delivered }) => ({
        seconds: secondsOf(step),
        magnitude,
        ...(delivered ? {} : { omitted: scheduled }),
      })),
    };
  });
  return { order: 'recorded', trials: recorded.length, recorded } as const;
}

test.each(agents)(
  '%s gives the same signals to the bit in a recorded session as in the designed one with its events',
  (agent) => {
    const designed = sessionOf(agent, design);
    const driven = sessionOf(agent, parseDesign(recordedOf(designed), 'test'));
    expect(driven.trials).toEqual(designed.trials);
    expect(driven.signals.rpe).toEqual(designed.signals.rpe);
    expect(driven.signals.value).toEqual(designed.signals.value);
    expect(driven.signals.rpe.some((rpe) => rpe !== 0)).toBe(true);
  },
);

test.each(agents)('%s: moving an event changes nothing before it', (agent) => {
  const before = sessionOf(agent, recordedOf(sessionOf(agent, design)));
  const [phase] = (before.spec.design as Design).phases as [Design['phases'][number]];
  const recorded = [...(phase.recorded ?? [])];
  const at = recorded.findIndex(({ rewards }, i) => i > 15 && rewards[0]?.omitted === undefined && rewards.length > 0);
  const { rewards, ...rest } = recorded[at] as RecordedTrial;
  const [first] = rewards as [RecordedTrial['rewards'][number]];
  recorded[at] = { ...rest, rewards: [{ ...first, seconds: first.seconds + 0.5 }] };
  const after = sessionOf(agent, { ...design, phases: [{ ...phase, recorded }] });
  const trial = before.trials[at] as Trial;
  const moved = (before.offsets[at] as number) + trial.zeroStep + (trial.outcomes[0]?.step as number);
  expect(after.signals.rpe.subarray(0, moved)).toEqual(before.signals.rpe.subarray(0, moved));
  expect(after.signals.rpe.subarray(moved)).not.toEqual(before.signals.rpe.subarray(moved));
});
