import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../src/contracts/design-schema.ts';
import type { Design, RecordedTrial } from '../../src/contracts/design.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { parseMapping } from '../../src/recorded/mapping.ts';
import { proposedMapping } from '../../src/recorded/propose.ts';
import { recordedSession } from '../../src/recorded/session.ts';
import { foundOf, mappingOf, toneMapping, toneSession } from './found.ts';

const trialsOf = (design: Design): readonly RecordedTrial[] => design.phases[0]?.recorded ?? [];

describe('the session of a recording', () => {
  const { design, startSeconds } = recordedSession(toneSession, toneMapping);

  test('has a trial for each cue with its reward, and one for a free reward', () => {
    // A second before the first event.
    expect(startSeconds).toBe(9);
    expect(trialsOf(design).map(({ type, zeroSeconds }) => [type, zeroSeconds])).toEqual([
      ['tone', 1],
      ['tone', 16],
      ['tone', 32.25],
      ['reward alone', 41],
      ['tone', 51],
    ]);
    expect(trialsOf(design)[0]).toMatchObject({
      cues: [{ cue: 'tone', onsetSeconds: 0, durationSeconds: 1 }],
      rewards: [{ seconds: 2, magnitude: 1 }],
    });
  });

  test('marks an omission at the usual time where most trials like it are rewarded', () => {
    expect(trialsOf(design)[2]?.rewards).toEqual([{ seconds: 2, magnitude: 0, omitted: 1 }]);
    expect(design.trialTypes['tone']?.rewards).toEqual([
      { time: { kind: 'fixed', seconds: 2 }, magnitude: 1, probability: 0.75 },
    ]);
  });

  test('is a sound design that runs, and has conditions with and without reward', () => {
    const spec = completeTrialSpec({ world: 'own-design', design: parseDesign(design, 'test'), agent: 'td-csc' });
    const session = createTrialSession(spec);
    session.advance(Infinity);
    expect(session.trials.map(({ outcomes }) => outcomes[0]?.delivered)).toEqual([true, true, false, true, true]);
  });

  test('starts with the signal if that begins earlier', () => {
    const signal = { id: 'F', unit: undefined, samples: 100, missing: 0, withoutTime: 0, startSeconds: 2.5 };
    const signals = [{ ...signal, endSeconds: 99, rateHz: 1, gaps: [], parts: [0] }];
    const begun = recordedSession({ ...toneSession, signals }, toneMapping);
    expect(begun.startSeconds).toBe(2.5);
    expect(trialsOf(begun.design)[0]?.zeroSeconds).toBe(7.5);
  });

  test('names trial types by the recording and by a few sizes of reward', () => {
    const found = foundOf({
      tables: [
        {
          id: 'trials',
          rows: 3,
          columns: [
            { id: 'cue', kind: 'number', values: Float64Array.of(10, 30, 50) },
            { id: 'drop', kind: 'number', values: Float64Array.of(11, 31, Number.NaN) },
            { id: 'ul', kind: 'number', values: Float64Array.of(2, 8, Number.NaN) },
            { id: 'block', kind: 'text', values: ['early', 'early', 'late'] },
          ],
        },
      ],
    });
    const mapping = mappingOf({
      cues: [{ times: { table: 'trials', column: 'cue' }, title: 'odour', durationSeconds: 1 }],
      rewards: [{ times: { table: 'trials', column: 'drop' }, title: 'water', size: { column: 'ul', unit: 8 } }],
      trials: { times: { table: 'trials', column: 'cue' }, type: 'block' },
    });
    expect(trialsOf(recordedSession(found, mapping).design).map(({ type, rewards }) => [type, rewards])).toEqual([
      ['early: odour + reward 0.25', [{ seconds: 1, magnitude: 0.25 }]],
      ['early: odour + reward 1', [{ seconds: 1, magnitude: 1 }]],
      ['late: odour', []],
    ]);
  });

  test('loses no event and moves none, whatever the events', () => {
    const times = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(times, times, (tones, drops) => {
        const sorted = (of: readonly number[]): Float64Array => Float64Array.from(of).sort();
        const found = foundOf({
          events: [
            { id: 'tone', times: sorted(tones) },
            { id: 'water', times: sorted(drops) },
          ],
        });
        const session = recordedSession(found, toneMapping);
        const trials = trialsOf(parseDesign(session.design, 'test'));
        const at = (zeroSeconds: number, seconds: number): number => session.startSeconds + zeroSeconds + seconds;
        const cues = trials.flatMap((one) => one.cues.map(({ onsetSeconds }) => at(one.zeroSeconds, onsetSeconds)));
        const rewards = trials.flatMap((one) =>
          one.rewards.flatMap(({ seconds, omitted }) => (omitted === undefined ? [at(one.zeroSeconds, seconds)] : [])),
        );
        expect(cues).toHaveLength(tones.length);
        expect(rewards).toHaveLength(drops.length);
        sorted(tones).forEach((time, i) => expect(Math.abs((cues[i] as number) - time)).toBeLessThan(3e-6));
        sorted(drops).forEach((time, i) => expect(Math.abs((rewards[i] as number) - time)).toBeLessThan(3e-6));
      }),
      // Once failed: the time between windows was compared with a rounding error.
      { examples: [[[1.4089965000000002, 0], [0]]] },
    );
  });

  test('is refused without events, and for what the recording does not have', () => {
    expect(() => recordedSession(toneSession, mappingOf({}))).toThrow(/no cue and no reward is named/);
    const wrong = mappingOf({ rewards: [{ times: { events: 'watr' }, title: 'x', size: 1 }] });
    expect(() => recordedSession(toneSession, wrong)).toThrow(/no events 'watr'; did you mean 'water'\?/);
  });
});

describe('a mapping', () => {
  test('is proposed by what the reader says of each part', () => {
    const found = {
      ...toneSession,
      events: toneSession.events.map((one) => ({
        ...one,
        proposal: { role: one.id === 'tone' ? ('cue' as const) : ('reward' as const), reason: 'its name' },
      })),
    };
    expect(proposedMapping(found)).toMatchObject({
      cues: [{ times: { events: 'tone' }, title: 'tone' }],
      rewards: [{ times: { events: 'water' }, title: 'water', size: 1 }],
    });
  });

  test('is read back, and refused with its field', () => {
    expect(parseMapping(JSON.parse(JSON.stringify(toneMapping)), 'm.json')).toEqual(toneMapping);
    expect(() => parseMapping({ ...toneMapping, windowSeconds: -1 }, 'm.json')).toThrow(/windowSeconds = -1/);
    expect(() => parseMapping([], 'm.json')).toThrow(/m.json/);
  });
});
