import { describe, expect, test } from 'vitest';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import type { ActingUnits } from '../../src/contracts/acting-agent.ts';
import { catalogue } from '../../src/engine/catalogue.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { controlAgents, find, findControlRule } from '../../src/engine/registry.ts';
import { encodeSafetensors } from '../../src/storage/safetensors.ts';
import { smallControlRun } from './small-control.ts';

const unitsOf = ({ acting }: ControlSession): readonly ActingUnits[] => acting.units ?? [];

/** The current numbers of a group in one environment; nothing is written around them. */
function read(session: ControlSession, { labels, read: readInto }: ActingUnits, environment: number): number[] {
  const into = new Float64Array(labels.length + 2).fill(77);
  readInto(session.worlds, environment, into, 1);
  expect([into[0], into.at(-1)]).toEqual([77, 77]);
  return [...into.subarray(1, -1)];
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

describe.each(controlAgents().map(({ id }) => id))('%s', (agent) => {
  const spec = smallControlRun(agent);
  const begin = (): ControlSession => new ControlSession(spec, fusedNetworks);
  const declared = findControlRule(find('agents', agent).learningRule.id).units ?? [];

  test('has the groups of units that its rule declares, each unit with its own name', () => {
    const session = begin();
    expect(unitsOf(session).map(({ group }) => group)).toEqual(declared);
    expect(catalogue().agents.find(({ id }) => id === agent)?.['units']).toEqual(declared.map(({ id }) => id));
    expect(new Set(declared.map(({ id }) => id)).size).toBe(declared.length);
    for (const { labels } of unitsOf(session)) expect(new Set(labels).size).toBe(labels.length);
  });

  test('reading them changes nothing', () => {
    const [plain, readOut] = [begin(), begin()];
    for (let k = 0; k < 150; k++) {
      plain.advance(1);
      readOut.advance(1);
      for (const units of unitsOf(readOut)) for (let i = 0; i < spec.worlds; i++) read(readOut, units, i);
    }
    expect(Buffer.from(encodeSafetensors(readOut.state())).equals(encodeSafetensors(plain.state()))).toBe(true);
  });

  test('they are numbers, and agree with what the agent reports', () => {
    const session = begin();
    const seen = new Set<string>();
    // Until each group has had a number other than 0: rewards may be rare.
    for (let k = 0; k < 200 || (k < 5000 && seen.size < declared.length); k++) {
      session.advance(1);
      const { rpe, value, policy } = session.acting.signals;
      for (let i = 0; i < spec.worlds; i++) {
        const numbers = new Map(unitsOf(session).map((units) => [units.group.id, read(session, units, i)]));
        for (const [id, one] of numbers) {
          expect(one.every(Number.isFinite), id).toBe(true);
          if (one.some((number) => number !== 0)) seen.add(id);
        }
        const width = policy.length / spec.worlds;
        const probabilities = numbers.get('policy');
        if (probabilities !== undefined)
          expect(probabilities).toEqual([...policy.subarray(i * width, (i + 1) * width)]);
        const preferences = numbers.get('preference');
        if (preferences !== undefined) {
          const whole = preferences.reduce((sum, one) => sum + Math.exp(one), 0);
          preferences.forEach((one, a) => expect(Math.exp(one) / whole).toBeCloseTo(probabilities?.[a] as number, 6));
        }
        const channels = numbers.get('channel-value');
        if (channels !== undefined) expect(mean(channels)).toBeCloseTo(value[i] as number, 6);
        const errors = numbers.get('channel-rpe');
        if (errors !== undefined) expect(mean(errors)).toBeCloseTo(rpe[i] as number, 6);
        const values = numbers.get('action-value');
        if (values === undefined) continue;
        // Their maximum, the chosen one or their expectation.
        expect(value[i]).toBeGreaterThan(Math.min(...values) - 1e-9);
        expect(value[i]).toBeLessThan(Math.max(...values) + 1e-9);
      }
    }
    for (const { id } of declared) expect(seen).toContain(id);
  });
});
