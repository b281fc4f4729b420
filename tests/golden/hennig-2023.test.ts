// The measures applied to known signals: an agent that has the belief, and states that relax by a known law.
import { describe, expect, test } from 'vitest';
import type { Trial } from '../../src/contracts/trial.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { believed, inSteps, stateProbabilities, type WaitingTask } from '../../src/paradigms/measures/waiting.ts';

const units = 40;
const session = createTrialSession(
  completeTrialSpec({
    world: { id: 'hennig-2023', parameters: { trainingTrials: 2, recordingTrials: 300 } },
    agent: { id: 'value-rnn', learningRule: { id: 'value-rnn', parameters: { units } } },
  }),
);
const { trials, offsets, signals } = session;
const hidden = signals.units['hidden-unit'] as Float64Array;
/** Averages are computed once for each condition. */
const seen = () => observe({ ...session, done: trials.length }).evidence();

const { signatures } = find('paradigms', 'hennig-2023');
const measured = (id: string): number =>
  signatures.find((signature) => signature.id === id)?.measure(seen()) ?? Number.NaN;

const isis = [1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8];
const waits = Array.from({ length: 80 }, (_, i) => i);
const taskOf = (probability: number): WaitingTask => ({
  probability,
  magnitude: 1,
  rewards: inSteps(
    { kind: 'grid', seconds: isis, weights: isis.map((x) => Math.exp(-(((x - 2) / 0.5) ** 2) / 2)) },
    0.2,
  ),
  cues: inSteps(
    { kind: 'grid', seconds: waits.map((i) => 2.2 + 0.2 * i), weights: waits.map((i) => 0.875 ** i) },
    0.2,
    3,
  ),
  discount: 0.93,
});

/** Visits the belief of an ideal observer at each step of the recorded trials. */
function believe(visit: (step: number, rpe: number, states: Float64Array) => void): void {
  for (const [id, probability] of [
    ['task-1', 1],
    ['task-2', 0.9],
  ] as const) {
    const task = taskOf(probability);
    for (const one of believed(seen().trials(`${id}-all`), task, 0.2)) {
      const { index, zeroStep } = one.trial.trial;
      visit(
        (offsets[index] as number) + zeroStep + Math.round(one.seconds / 0.2),
        one.rpe,
        stateProbabilities(one, task),
      );
    }
  }
}

describe('an agent that has the belief', () => {
  test('has no distance from its own errors, and .01 if every step differs by .1', () => {
    believe((step, rpe) => void (signals.rpe[step] = rpe));
    expect(measured('errors-of-beliefs')).toBeCloseTo(0, 15);
    believe((step, rpe) => void (signals.rpe[step] = rpe - 0.1));
    expect(measured('errors-of-beliefs')).toBeCloseTo(0.01, 12);
  });

  test('has responses to reward that decrease if it is certain and increase if not, like those of an independent program', () => {
    believe((step, rpe) => void (signals.rpe[step] = rpe));
    // -.16 and .18 rewards per second, with longer intervals between trials.
    expect(Math.abs(measured('certain-falls') + 0.16)).toBeLessThan(0.02);
    expect(Math.abs(measured('uncertain-grows') - 0.18)).toBeLessThan(0.02);
  });

  test('is decoded from units that are the belief, and not from those before learning', () => {
    hidden.fill(0);
    believe((step, _, states) => hidden.set(states, step * units));
    expect(measured('beliefs-decoded')).toBeGreaterThan(0.9);
    expect(measured('decoding-learned')).toBeGreaterThan(measured('beliefs-decoded') - 0.01);
    hidden.fill(0);
    expect(measured('beliefs-decoded')).toBeLessThanOrEqual(0);
  });
});

/** A unit that decays from 1 by a factor e^-rate per step after a single event. */
function fall(rates: { readonly odour: number; readonly reward: number }): void {
  hidden.fill(0);
  trials.forEach(({ phase, type, index, zeroStep }: Trial) => {
    if (phase !== 'task-2-rest') return;
    const zero = (offsets[index] as number) + zeroStep;
    for (let step = 0; step < 214; step++) {
      const at = (zero + step) * units;
      if (at < hidden.length) hidden[at] = Math.exp(-rates[type as 'odour' | 'reward'] * step);
    }
  });
}

describe('a state that relaxes', () => {
  test('is within a thousandth after ln 1000 / rate steps, later after odours than after rewards', () => {
    fall({ odour: 0.3, reward: 1 });
    // Steps 0 to 23 are above a thousandth, and 0 to 6.
    expect(measured('odour-outlasts-reward')).toBeCloseTo((24 - 7) * 0.2, 9);
    expect(measured('comes-to-rest')).toBeLessThan(1e-20);
  });

  test('does not relax if an event leaves it at another place', () => {
    fall({ odour: 0.3, reward: 0 });
    expect(measured('comes-to-rest')).toBeGreaterThan(0.3);
  });

  test('is undefined if nothing changes', () => {
    hidden.fill(0);
    expect(measured('comes-to-rest')).toBeNaN();
  });
});
