import { describe, expect, test } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { list } from '../../src/engine/registry.ts';

const agents = list('agents').map(({ id }) => id);

describe.each(list('paradigms').map((paradigm) => ({ id: paradigm.id, paradigm })))(
  '$id',
  ({ id, paradigm: { signatures, notes = [] } }) => {
    const ids = signatures.map((signature) => signature.id);
    const controls = signatures.filter(({ role }) => role === 'control').map((signature) => signature.id);

    test('a signature names existing controls, and only findings name controls', () => {
      for (const { id: name, role, controls: named } of signatures) {
        if (named === undefined) continue;
        expect(role, name).not.toBe('control');
        expect(controls, name).toEqual(expect.arrayContaining([...named]));
      }
    });

    test('every control applies to a finding', () => {
      const findings = signatures.filter(({ role }) => role !== 'control');
      const borne = new Set(findings.flatMap((finding) => finding.controls ?? controls));
      if (findings.length > 0) expect(controls.filter((control) => !borne.has(control))).toEqual([]);
    });

    test('at least one finding counts', () => {
      if (signatures.length > 0)
        expect(signatures.some(({ role, byConstruction }) => role !== 'control' && byConstruction === undefined)).toBe(
          true,
        );
    });

    test('a finding by construction states the reason, in a sentence', () => {
      for (const { byConstruction } of signatures)
        if (byConstruction !== undefined) expect(byConstruction).toMatch(/^\S.{20,}\.$/s);
    });

    test('a note names existing agents and signatures, and states the reason in sentences', () => {
      for (const note of notes) {
        expect(note.agents.length).toBeGreaterThan(0);
        expect(agents).toEqual(expect.arrayContaining([...note.agents]));
        expect(ids).toEqual(expect.arrayContaining([...(note.signatures ?? [])]));
        expect(note.why).toMatch(/^\S.{20,}\.$/s);
      }
    });

    test('a number in a note occurs in its text, and names the measured quantity', () => {
      for (const { agents: about, why, numbers = [] } of notes) {
        for (const { text, agent, signature, set = {} } of numbers) {
          expect(why).toContain(text);
          expect(Number(text), text).not.toBeNaN();
          expect(about).toContain(agent);
          expect(ids).toContain(signature);
          expect(() =>
            Object.entries(set).reduce(
              (spec, [name, value]) => setParameter(spec, name, value),
              completeTrialSpec({ world: id, agent }),
            ),
          ).not.toThrow();
        }
      }
    });
  },
);
