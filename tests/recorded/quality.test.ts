import { describe, expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { failed, requireQuality, type QualityLine } from '../../src/recorded/quality-line.ts';
import { photometryQuality, snrOf } from '../../src/recorded/photometry/quality.ts';
import { unitQuality } from '../../src/recorded/unit-quality.ts';
import { traceOf } from './photometry/sample.ts';
import { simulatedSession } from './photometry/session.ts';

const valueOf = (lines: readonly QualityLine[], id: string): number =>
  lines.find(({ check }) => check.id === id)?.value ?? NaN;

describe('the quality of photometry', () => {
  test('of a good session passes, with the numbers it was made with', () => {
    const { signal, control } = simulatedSession(1800, 20, 1);
    const lines = photometryQuality(signal, control, 'F');
    expect(failed(lines, [])).toEqual([]);
    // Fast bleaching of 10 % with 120 s; slow bleaching with more than the session.
    expect(valueOf(lines, 'bleaching') / 120).toBeGreaterThan(0.7);
    expect(valueOf(lines, 'bleaching') / 120).toBeLessThan(1.4);
    const lower = valueOf(lines, 'control-slope');
    expect(lines[1]?.detail?.['slope']).toBeGreaterThan(lower);
    expect(lines[1]?.detail?.['interval']).toContain(lower);
  });

  test('finds a control that does not follow the signal, and a signal without events', () => {
    const { signal, control } = simulatedSession(600, 20, 2);
    const noise = randomStream(1, 'noise');
    const lines = photometryQuality(
      { ...signal, values: signal.values.map(() => noise.normal(2, 0.01)) },
      control,
      'F',
    );
    expect(failed(lines, []).map(({ check }) => check.id)).toEqual(['control-slope', 'snr']);
  });

  test('finds movement that outweighs the signal', () => {
    const { signal, control } = simulatedSession(600, 20, 2, { movement: 0.08 });
    expect(failed(photometryQuality(signal, control, 'F'), []).map(({ check }) => check.id)).toContain('motion-share');
  });

  test('signal-to-noise is that of a slow sine with white noise', () => {
    const random = randomStream(1, 'snr');
    // A sine of amplitude 3 has SD 3 / √2.
    const trace = traceOf(
      Float64Array.from({ length: 40_000 }, (_, i) => 3 * Math.sin(i / 50) + random.normal(0, 1)),
      20,
    );
    expect(snrOf(trace) / (3 / Math.SQRT2)).toBeCloseTo(1, 1);
  });
});

describe('the quality of units', () => {
  test('counts refractory violations relative to the rate', () => {
    // 100 spikes a second apart, two of them followed by one after 1 ms.
    const spikes = Float64Array.from([...Array.from({ length: 100 }, (_, i) => i), 10.001, 20.001]).sort();
    const [refractory, presence] = unitQuality({ id: 'u', spikes }, [0, 120]);
    // 2 violations in 2 x 102 x 1.5 ms, over 102 spikes in 120 s.
    expect(refractory?.value).toBeCloseTo(2 / (2 * 102 * 0.0015) / (102 / 120), 12);
    expect(refractory?.detail).toEqual({ violations: 2, share: 2 / 101 });
    expect(refractory?.passed).toBe(false);
    expect(presence?.value).toBe(1);
  });

  test('finds a neuron that was lost', () => {
    const spikes = Float64Array.from({ length: 300 }, (_, i) => i);
    expect(unitQuality({ id: 'u', spikes }, [0, 630])[1]).toMatchObject({ value: 0.5, passed: false });
  });

  test('of a unit without spikes fails', () => {
    expect(unitQuality({ id: 'u', spikes: new Float64Array() }, [0, 600]).every(({ passed }) => !passed)).toBe(true);
  });
});

describe('a failed check', () => {
  const spikes = Float64Array.from({ length: 300 }, (_, i) => i);
  const lines = unitQuality({ id: 'u1', spikes }, [0, 630]);
  const waiver = { check: 'presence', of: 'u1', because: 'lost after the last trial' };

  test('stops a comparison until it is waived by name', () => {
    expect(() => requireQuality(lines, [])).toThrow(
      'quality of u1: Presence ratio is 0.5, not above 0.9; leave this recording out, or say why it does not matter: --waive presence="REASON"',
    );
    expect(() => requireQuality(lines, [waiver])).not.toThrow();
  });

  test('is not waived for another unit, without a reason, or where nothing failed', () => {
    expect(() => requireQuality(lines, [{ ...waiver, of: 'u2' }])).toThrow('there is no such check');
    expect(() => requireQuality(lines, [{ ...waiver, because: ' ' }])).toThrow('it has no reason');
    expect(() => requireQuality(lines, [{ ...waiver, check: 'refractory-violations' }])).toThrow('the check passed');
  });
});
