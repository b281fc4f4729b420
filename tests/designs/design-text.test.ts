import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Design } from '../../src/contracts/design.ts';
import { checkDesign } from '../../src/contracts/design-schema.ts';
import { parseDesignText } from '../../src/designs/design-text.ts';
import { printDesignJson } from '../../src/designs/design-json.ts';
import type { DesignError } from '../../src/designs/mistake.ts';
import { printDesign } from '../../src/designs/print.ts';
import { parseDesignIn, readDesign } from '../../src/designs/read.ts';
import { InputError } from '../../src/core/errors.ts';
import { isWhole } from '../sample.ts';
import { anything, written } from './written.ts';

function designOf(text: string): Design {
  const parsed = parseDesignText(text);
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.design;
}

function errorsOf(text: string): readonly DesignError[] {
  const parsed = parseDesignText(text);
  return 'errors' in parsed ? parsed.errors : [];
}

/** `line:column what; remedy` */
const lines = (text: string): readonly string[] =>
  errorsOf(text).map(({ line, column, what, remedy }) => `${line}:${column} ${what}; ${remedy}`);
const rewardsOf = (trial: string, ...settings: string[]) =>
  designOf([`G | ${trial}`, ...settings].join('\n')).trialTypes[trial.replace(/^\d+ ?/, '')]?.rewards;
const cuesOf = (trial: string, ...settings: string[]) =>
  designOf([`G | ${trial}`, ...settings].join('\n')).trialTypes[trial.replace(/^\d+ ?/, '')]?.cues;

describe('interpretation of a text', () => {
  test('groups, phases, trials', () => {
    const { cues, groups, trialTypes, phases } = designOf(
      'Blocking | 20A+ | rand/20 AB+ / 10C- | 1#B\nControl | - | 20AB+/1#A | 1#B',
    );
    expect(cues.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
    expect(groups?.map(({ id }) => id)).toEqual(['Blocking', 'Control']);
    expect(Object.keys(trialTypes)).toEqual(['A+', 'AB+', 'C-', '#B', '#A']);
    expect(phases).toEqual([
      { id: 'Blocking/1', group: 'Blocking', trials: 20, plastic: true, mixture: { 'A+': 20 }, order: 'blocked' },
      {
        id: 'Blocking/2',
        group: 'Blocking',
        trials: 30,
        plastic: true,
        mixture: { 'AB+': 20, 'C-': 10 },
        order: 'balanced',
      },
      { id: 'Blocking/3', group: 'Blocking', trials: 1, plastic: false, mixture: { '#B': 1 }, order: 'blocked' },
      {
        id: 'Control/2',
        group: 'Control',
        trials: 21,
        plastic: true,
        probes: ['#A'],
        mixture: { 'AB+': 20, '#A': 1 },
        order: 'blocked',
      },
      { id: 'Control/3', group: 'Control', trials: 1, plastic: false, mixture: { '#B': 1 }, order: 'blocked' },
    ]);
  });

  test('in the given order, a trial type that recurs starts another block', () => {
    const { phases } = designOf('G | 5A+/5A-/3A+');
    expect(phases.map(({ id, mixture }) => [id, mixture])).toEqual([
      ['G/1', { 'A+': 5, 'A-': 5 }],
      ['G/1.2', { 'A+': 3 }],
    ]);
    expect(designOf('G | rand/5A+/5A-/3A+').phases.map(({ mixture }) => mixture)).toEqual([{ 'A+': 8, 'A-': 5 }]);
  });

  test('orders', () => {
    expect(designOf('G | cycle/20A+/10B-').phases[0]).toMatchObject({
      order: 'cycle',
      trials: 30,
      mixture: { 'A+': 2, 'B-': 1 },
    });
    expect(designOf('G | draw/20A+/10B-').phases[0]).toMatchObject({
      order: 'random',
      trials: 30,
      mixture: { 'A+': 20, 'B-': 10 },
    });
    expect(designOf('G | rand 4AB+/4CD+').phases[0]).toMatchObject({ order: 'balanced', trials: 8 });
  });

  test('with a total number of trials, the numbers of the types are shares', () => {
    expect(designOf('G | rand 31/A+/B- | cycle/12/4A+/2B- | draw 90 / lambda=2 / 2A+/1B- | rand 6/#A').phases).toEqual([
      { id: 'G/1', group: 'G', trials: 31, plastic: true, mixture: { 'A+': 1, 'B-': 1 }, order: 'balanced' },
      { id: 'G/2', group: 'G', trials: 12, plastic: true, mixture: { 'A+': 2, 'B-': 1 }, order: 'cycle' },
      { id: 'G/3', group: 'G', trials: 90, plastic: true, mixture: { 'A+2': 2, 'B-': 1 }, order: 'random' },
      { id: 'G/4', group: 'G', trials: 6, plastic: false, mixture: { '#A': 1 }, order: 'balanced' },
    ]);
  });

  test('rewards: sizes, probabilities, times, several', () => {
    const at = (seconds: number) => ({ kind: 'fixed', seconds });
    expect(rewardsOf('9A+')).toEqual([{ time: at(1), magnitude: 1, probability: 1 }]);
    expect(rewardsOf('9A-')).toEqual([]);
    expect(rewardsOf('9#A')).toEqual([]);
    expect(rewardsOf('9A++')).toEqual([{ time: at(1), magnitude: 2, probability: 1 }]);
    expect(rewardsOf('9A+0.5')).toEqual([{ time: at(1), magnitude: 0.5, probability: 1 }]);
    expect(rewardsOf('9A+-1')).toEqual([{ time: at(1), magnitude: -1, probability: 1 }]);
    expect(rewardsOf('9A+p0.75')).toEqual([{ time: at(1), magnitude: 1, probability: 0.75 }]);
    expect(rewardsOf('9A+2p0.5@1.5')).toEqual([{ time: at(1.5), magnitude: 2, probability: 0.5 }]);
    expect(rewardsOf('9A+@1+3@2')).toEqual([
      { time: at(1), magnitude: 1, probability: 1 },
      { time: at(2), magnitude: 3, probability: 1 },
    ]);
    expect(rewardsOf('9 +')).toEqual([{ time: at(1), magnitude: 1, probability: 1 }]);
    expect(designOf('G | lambda=0.5/9A+').trialTypes['A+0.5']?.rewards[0]?.magnitude).toBe(0.5);
    expect(rewardsOf('9A++', 'reward size = 3', 'reward probability = 0.25', 'reward time = uniform 1 2')).toEqual([
      { time: { kind: 'uniform', minSeconds: 1, maxSeconds: 2 }, magnitude: 6, probability: 0.25 },
    ]);
  });

  test('cues: names, serial, longer and later cues', () => {
    expect(cuesOf('9A>B(light)+', 'gap = 0.5')).toEqual([
      { cue: 'A', onsetSeconds: 0, durationSeconds: 1 },
      { cue: 'B', onsetSeconds: 1.5, durationSeconds: 1 },
      { cue: 'light', onsetSeconds: 1.5, durationSeconds: 1 },
    ]);
    expect(rewardsOf('9A>B+', 'gap = 0.5')?.[0]?.time).toEqual({ kind: 'fixed', seconds: 2.5 });
    expect(rewardsOf('9A>B+@2', 'gap = 0.5')?.[0]?.time).toEqual({ kind: 'fixed', seconds: 3.5 });
    expect(cuesOf('9AB-', 'cue A = 2 s at 0.5 s', 'cue = 3')).toEqual([
      { cue: 'A', onsetSeconds: 0.5, durationSeconds: 2 },
      { cue: 'B', onsetSeconds: 0, durationSeconds: 3 },
    ]);
    // Time zero is the first cue: alone, a later cue begins there.
    expect(cuesOf('9A-', 'cue A = 2 s at 0.5 s')?.[0]?.onsetSeconds).toBe(0);
  });

  test('contexts', () => {
    const { contexts, trialTypes } = designOf('G | 9K1:A+ | 9(home):A-');
    expect(contexts?.map(({ id }) => id)).toEqual(['K1', 'home']);
    expect([trialTypes['K1:A+']?.context, trialTypes['home:A-']?.context]).toEqual(['K1', 'home']);
  });

  test('intervals: a hazard of h per second is an exponential time of mean 1 / h', () => {
    const iti = (text: string) => designOf(`G | A+\niti = ${text}`).iti;
    expect(iti('5 s')).toEqual({ kind: 'fixed', seconds: 5 });
    expect(iti('uniform 4 8')).toEqual({ kind: 'uniform', minSeconds: 4, maxSeconds: 8 });
    expect(iti('hazard 0.1 2 60')).toEqual({ kind: 'exponential', meanSeconds: 10, minSeconds: 2, maxSeconds: 60 });
    expect(iti('exponential 4')).toEqual({ kind: 'exponential', meanSeconds: 4, minSeconds: 0, maxSeconds: 20 });
    expect(iti('normal 5 1')).toEqual({ kind: 'normal', meanSeconds: 5, sdSeconds: 1, minSeconds: 2, maxSeconds: 8 });
    expect(iti('grid 1:3 2')).toEqual({ kind: 'grid', seconds: [1, 2], weights: [3, 1] });
  });
});

describe('invalid texts', () => {
  test.each([
    ['', '1:1 there is no group; write a line such as Experimental | 20A+ | 20AB+ | 5#B'],
    ['G | 20A', "1:8 '20A' has no outcome; write + after it for reward, - for none, or # before its cues for a probe"],
    ['G | 20A+ | ', '1:11 the phase is empty; write its trials, or - for a phase that the group sits out'],
    ['G | -', "1:1 group 'G' has no trials; give it at least one phase with trials"],
    ['G | 20A+\n\nG | A+', "3:1 group 'G' is listed twice; give each group its own name"],
    ['G | A+\ncue Lihgt = 2\n', "2:1 unknown cue 'Lihgt'; choose one of: A"],
    ['G | (light)+\ncue lihgt = 2', "2:1 unknown cue 'lihgt'; did you mean 'light'?"],
    [
      'G | A+\nstpe = 2',
      "2:1 unknown setting 'stpe'; choose one of: after, cue, gap, iti, reward probability, reward size, reward time",
    ],
    ['G | ran/20A+', "1:5 'ran' is neither an order nor followed by + or -; did you mean 'rand'?"],
    ['G | A+p1.5', '1:8 a probability is 1.5; write a number from 0 to 1'],
    ['G | A+@-90000', '1:8 the time of a reward in seconds is -90000; write a number from -86400 to 86400'],
    ['G | A+b0', '1:8 the factor on the learning rate is 0; write a number from 0.001 to 1000'],
    ['G | A+\niti = -3 s', '2:7 a time in seconds is -3; write a number from 0 to 86400'],
    [
      'G | A+\niti = uniform 8 4',
      '2:7 the longest time, 4 s, is not above the shortest, 8 s; give the shorter one first',
    ],
    ['G | A+\niti = unifrom 4 8', "2:7 unknown interval 'unifrom'; did you mean 'uniform'?"],
    ['G | A+\niti = 4\niti = 5', "3:1 'iti' is set twice; leave one of the two lines"],
    ['G | 1000000000A+', '1:5 1000000000 trials are more than the 1000000 that fit; use fewer trials'],
    ['G | 600000A+ | 600000B+', '1:16 1200000 trials are more than the 1000000 that fit; use fewer trials'],
    [
      'G | 900000A+\niti = 60',
      '1:5 about 55800000 s are more than the 20000000 that fit; use fewer trials or a shorter interval',
    ],
    ['G | 4A+ | rand 1000000/A+/B-', '1:11 1000004 trials are more than the 1000000 that fit; use fewer trials'],
    ['G | rand 0/A+', '1:10 no trials at all; leave the trial out, or give it at least one'],
    ['G | 30/A+', "1:7 '30' has no outcome; write + after it for reward, - for none, or # before its cues for a probe"],
    ['G | 0A+', '1:5 no trials at all; leave the trial out, or give it at least one'],
    ['G | #10A', '1:5 the number of trials comes before #; write 10#A'],
    ['G | AA+', "1:6 cue 'A' comes twice in one compound; write each cue once, or a different one"],
    ['G | A++2', '1:8 both several pluses and a size; write one + before a size'],
    ['G | A+ B+', "1:8 'B' does not belong here; separate trials by / and phases by |"],
    ['G | A+\nstep = 0.2', '2:1 a design has no step; leave the line out: the step is resolutionSeconds of the agent'],
    ['| A+', '1:1 the group has no name; begin the line with a name of at most 40 plain characters, then |'],
    [
      'Größe | A+',
      "1:1 'Gr??e' is not a valid name of a group; begin the line with a name of at most 40 plain characters, then |",
    ],
    ['hello', "1:1 'hello' is neither a group nor a setting; write a group as Name | 20A+, a setting as iti = 5 s"],
  ])('%j', (text, line) => expect(lines(text)).toEqual([line]));

  test('every mistake is reported, in order of position', () => {
    expect(lines('G | 20A | B+p2\nH | ^\nstpe = 1').map((line) => line.split(' ')[0])).toEqual([
      '1:8',
      '1:14',
      '2:5',
      '3:1',
    ]);
  });

  test('a text that is not a design is refused immediately', () => {
    expect(errorsOf('A'.repeat(1_000_001))[0]?.what).toBe('the text has more than 1000000 characters');
    const many = Array.from({ length: 3000 }, (_, i) => `G${i} | A+`).join('\n');
    expect(errorsOf(many).at(-1)?.what).toBe('more than 2000 phases and kinds of trials');
  });
});

describe('any text', () => {
  /** Texts, other ones each time. */
  const many = isWhole ? 1200 : 400;
  test('a valid text is read, printed, and read again as the same design', () => {
    fc.assert(
      fc.property(written, (text) => {
        const design = designOf(text);
        expect(designOf(printDesign(design))).toEqual(design);
        expect(Object.keys(designOf(printDesign(design)).trialTypes)).toEqual(Object.keys(design.trialTypes));
        expect(checkDesign(design)).toEqual({ design });
        expect(parseDesignIn('json', printDesignJson(design))).toEqual({ design });
      }),
      { numRuns: many / 4 },
    );
  });

  test.each(['txt', 'json', 'rw', 'csv'] as const)(
    '%s: gives a design or errors with a position inside it, and throws only InputError',
    (format) => {
      fc.assert(
        fc.property(anything, (text) => {
          const parsed = parseDesignIn(format, text);
          if ('design' in parsed) return;
          expect(parsed.errors.length).toBeGreaterThan(0);
          const rows = text.split('\n');
          for (const { line, column, what, remedy } of parsed.errors) {
            expect(line).toBeGreaterThanOrEqual(1);
            expect(line).toBeLessThanOrEqual(rows.length);
            expect(column).toBeGreaterThanOrEqual(1);
            expect(column).toBeLessThanOrEqual((rows[line - 1] as string).length + 1);
            expect(`${what}${remedy}`).toMatch(/^[ -~]+$/);
          }
          try {
            readDesign(format, text, 'file');
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
            expect((error as InputError).where).toMatch(/^file, line \d+, column \d+$/);
          }
        }),
        { numRuns: many },
      );
    },
  );

  test('a damaged design still gives a design or an error', () => {
    fc.assert(
      fc.property(written, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }), (text, at, noise) => {
        const place = at % (text.length + 1);
        const parsed = parseDesignText(text.slice(0, place) + noise + text.slice(place + 1));
        if ('design' in parsed) expect(checkDesign(parsed.design)).toEqual({ design: parsed.design });
        else expect(parsed.errors.length).toBeGreaterThan(0);
      }),
      { numRuns: many },
    );
  });
});

test('a design that cannot be expressed as lines is not printed', () => {
  const design = designOf('G | 9A+');
  const type = design.trialTypes['A+'] as Design['trialTypes'][string];
  const more = { ...design, trialTypes: { 'A+': { ...type, stimulations: [] } } };
  expect(() => printDesign(more)).toThrow('cannot be written as lines of text');
  expect(() => printDesign({ ...design, trialTypes: { reward: type }, phases: [] })).toThrow(InputError);
});
