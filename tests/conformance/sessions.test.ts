import { describe, expect, test } from 'vitest';
import type { Spec } from '../../src/spec/spec.ts';
import { controlAgents } from '../../src/engine/registry.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { createSession } from '../../src/engine/create-session.ts';
import type { Session } from '../../src/engine/session.ts';
import { encodeSafetensors } from '../../src/storage/safetensors.ts';
import { agentsInWorlds, shortSpec } from './arms.ts';
import { smallControlRun } from './small-control.ts';

const inTrials = agentsInWorlds.filter(
  ({ agent }, i) => agentsInWorlds.findIndex((other) => other.agent === agent) === i,
);
const specs: readonly (readonly [name: string, spec: () => Spec])[] = [
  ...inTrials.map(({ paradigm, agent }) => [`${agent} in ${paradigm}`, () => shortSpec(paradigm, agent)] as const),
  ...controlAgents().map(
    ({ id }) =>
      [`${id} in a stepped environment`, () => ({ ...smallControlRun(id), steps: 600, backend: 'fused' })] as const,
  ),
];

/** Its state, byte for byte. */
const bytesOf = (session: Session): Buffer => Buffer.from(encodeSafetensors({ session: session.state() }));

/** Recorded data are not part of a session's state: in a stepped environment, the finished episodes. */
function copyRecord(from: Session, to: Session): void {
  if (!(from instanceof ControlSession && to instanceof ControlSession) || from === to) return;
  from.episodes.visit(0, from.episodes.count, (endStep, length, total) => to.episodes.add(endStep, length, total));
}

// For every agent in either kind of world: sessions have one interface.
describe.each(specs)('%s', (_, specOf) => {
  test('continues from a state, in a separate session, as if it had never stopped, and likewise after rewinding', () => {
    const spec = specOf();
    const [whole, second] = [createSession(spec), createSession(spec)];
    const marks = Math.min(whole.planned, 30);
    const half = Math.floor(marks / 2);
    expect([whole.done, whole.steps]).toEqual([0, 0]);
    expect(whole.advance(half)).toBe(whole.planned - half);
    const [state, steps] = [structuredClone(whole.state()), whole.steps];
    whole.advance(marks - half);
    const [end, endSteps] = [bytesOf(whole), whole.steps];
    expect(whole.done).toBe(marks);
    expect(endSteps).toBeGreaterThan(steps);
    for (const session of [second, whole]) {
      copyRecord(whole, session);
      session.restore(structuredClone(state));
      expect([session.done, session.steps]).toEqual([half, steps]);
      session.advance(marks - half);
      expect(session.steps).toBe(endSteps);
      expect(bytesOf(session).equals(end)).toBe(true);
    }
    whole.dispose();
    second.dispose();
  });
});
