import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/engine/catalogue.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { misfitInTrials } from '../../src/spec/fits.ts';
import { find, findTrialArchitecture, findTrialRule, list, lookup, trialAgents } from '../../src/engine/registry.ts';
import { hashRun } from '../../src/engine/run.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { narrow, shortest } from './variants.ts';

const worlds = ['schultz-1997', 'daw-2011', 'babayan-2018'].map((id) =>
  completeTrialSpec({ world: { id, parameters: shortest(find('paradigms', id).parameters) } }),
);

const hashOf = (session: TrialSession): string => {
  const hash = createHash('sha256');
  return hashRun(session, { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') });
};

test.each(trialAgents().map(({ id }) => id))(
  '%s: recording changes nothing, and every group is declared by its parts',
  (id) => {
    const { learningRule, architecture } = find('agents', id);
    const declared = new Set([
      ...(findTrialArchitecture(architecture.id).units ?? []),
      ...(findTrialRule(learningRule.id).units ?? []),
    ]);
    const rule = {
      ...learningRule,
      parameters: { ...narrow(findTrialRule(learningRule.id).parameters), ...learningRule.parameters },
    };
    for (const world of worlds.filter((one) => misfitInTrials(lookup, one, learningRule.id) === undefined)) {
      const spec = completeTrialSpec({ world: world.world, agent: { id, learningRule: rule } });
      const plain = createTrialSession(spec);
      const recorded = createTrialSession(spec, { units: plain.units.length === 0 ? [] : 'all' });
      const trials = Math.min(30, plain.trials.length);
      for (const session of [plain, recorded]) session.advance(trials);
      expect(hashOf(recorded)).toBe(hashOf(plain));
      expect(recorded.units.every(({ group }) => declared.has(group))).toBe(true);
      expect(catalogue().agents.find((agent) => agent.id === id)?.['units']).toEqual(
        recorded.units.map(({ group }) => group.id),
      );
      expect(new Set(recorded.units.map(({ group }) => group.id)).size).toBe(recorded.units.length);
      const steps = recorded.signals.rpe.length;
      for (const { group, labels } of recorded.units) {
        const column = recorded.signals.units[group.id] as Float64Array;
        expect(new Set(labels).size, group.id).toBe(labels.length);
        expect(column).toHaveLength(steps * labels.length);
        expect(column.every(Number.isFinite), group.id).toBe(true);
        expect(
          column.some((value) => value !== 0),
          `${group.id} on ${world.world.id}`,
        ).toBe(true);
        if (group.always !== true) expect(plain.signals.units[group.id]).toBeUndefined();
      }
    }
  },
);

test('no rule shares the id of a group with an architecture that it can be combined with', () => {
  const trialParts = <Part extends { readonly timescale: string }>(parts: readonly Part[]) =>
    parts.filter(({ timescale }) => timescale !== 'control');
  for (const rule of trialParts(list('learning-rules')).map(({ id }) => findTrialRule(id))) {
    for (const architecture of trialParts(list('architectures')).map(({ id }) => findTrialArchitecture(id))) {
      const ids = [...(rule.units ?? []), ...(architecture.units ?? [])].map(({ id }) => id);
      expect(new Set(ids).size, `${rule.id} with ${architecture.id}`).toBe(ids.length);
    }
  }
});
