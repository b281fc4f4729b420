import { describe, expect, test } from 'vitest';
import type { Design } from '../../src/contracts/design.ts';
import { isDesign, parseDesignJson, printDesignJson } from '../../src/designs/design-json.ts';
import { readDesign } from '../../src/designs/read.ts';

const whole: Design = {
  cues: [{ id: 'light', title: 'a light' }],
  trialTypes: {
    paired: {
      title: 'light, then reward',
      cues: [{ cue: 'light', onsetSeconds: 0, durationSeconds: 1 }],
      rewards: [{ time: { kind: 'fixed', seconds: 1 }, magnitude: 1, probability: 0.5 }],
      stimulations: [
        { align: 'reward', onsetSeconds: 0, durationSeconds: 0.2, gainPositive: 0, gainNegative: 0, added: 0 },
      ],
    },
  },
  phases: [
    {
      id: 'training',
      trials: 10,
      plastic: true,
      mixture: { paired: 1 },
      order: 'balanced',
      iti: { kind: 'fixed', seconds: 3 },
    },
  ],
  iti: { kind: 'exponential', meanSeconds: 5, minSeconds: 1, maxSeconds: 20 },
  trialSeconds: 3,
};

const lines = (text: string): readonly string[] => {
  const parsed = parseDesignJson(text);
  return 'errors' in parsed
    ? parsed.errors.map(({ line, column, what, remedy }) => `${line}:${column} ${what}; ${remedy}`)
    : [];
};
const changed = (change: (design: any) => unknown): string => {
  const copy = structuredClone(whole);
  change(copy);
  return JSON.stringify(copy);
};

test('groups and settings in JSON give the same design as the equivalent text', () => {
  const json = readDesign(
    'json',
    JSON.stringify({
      groups: { Blocking: ['20A+', 'rand/20AB+/10C-', '1#B'], Control: ['-', '20AB+', '1#B'] },
      settings: {
        iti: { kind: 'exponential', meanSeconds: 10, minSeconds: 2, maxSeconds: 60 },
        cueSeconds: 2,
        cues: { A: { durationSeconds: 1, delaySeconds: 0.5 } },
        gapSeconds: 0.5,
        rewardSize: 2,
        rewardProbability: 0.5,
        rewardTime: { kind: 'uniform', minSeconds: 1, maxSeconds: 2 },
        afterSeconds: 3,
      },
    }),
    'a.json',
  );
  const text = `Blocking | 20A+ | rand/20AB+/10C- | 1#B
Control | - | 20AB+ | 1#B
iti = hazard 0.1 2 60
cue = 2
cue A = 1 at 0.5
gap = 0.5
reward size = 2
reward probability = 0.5
reward time = uniform 1 2
after = 3`;
  expect(json).toEqual(readDesign('txt', text, 'a.txt'));
});

test('a complete design is accepted unchanged', () => {
  expect(parseDesignJson(printDesignJson(whole))).toEqual({ design: whole });
});

test('distinguishes a design from a spec', () => {
  expect(
    [{ groups: {} }, { trialTypes: {} }, { world: 'own-design', design: whole }, { seed: 1 }, null, 3, []].map(
      isDesign,
    ),
  ).toEqual([true, true, false, false, false, false, false]);
});

describe('invalid designs', () => {
  test.each([
    [
      '{"groups": {"G": ["20A"]}}',
      "1:23 '20A' has no outcome; write + after it for reward, - for none, or # before its cues for a probe",
    ],
    ['{\n "groups": {"G": ["A+"], "G": ["A+"]}\n}', "2:26 'G' is listed twice; give each its own name"],
    [
      '{"groups": {"G": ["A+"]}, "settings": {"step": 1}}',
      "1:48 unknown field 'step'; leave it out, or correct its spelling",
    ],
    [
      '{"groups": {"G": ["A+"]}, "settings": {"rewardProbability": 2}}',
      '1:61 rewardProbability = 2 is not allowed; it must be a number from 0 to 1',
    ],
    [
      '{"groups": {"G": ["A+"]}, "settings": {"cues": {"B": {"durationSeconds": 1}}}}',
      "1:54 unknown cue 'B'; did you mean 'A'?",
    ],
    ['{"groups": {"G": []}}', '1:18 G = 0 is not allowed; it must have at least one phase'],
    ['{"groups": {}}', '1:12 there is no group; write {"groups": {"Experimental": ["20A+", "5#A"]}}'],
    ['{"groups": {"G": ["A+"],}}', '1:25'],
    ['[[', '1:'],
    ['['.repeat(100), '1:61 brackets are nested more than 60 deep; a design is flat: choose another file'],
    ['{"groups": {"constructor": ["A+"]}}', "1:13 'constructor' is not a valid name; choose another"],
  ])('%s', (text, line) => expect(lines(text).join()).toContain(line));

  const damages: readonly (readonly [string, (design: any) => unknown, string])[] = [
    [
      'an unknown cue',
      (d: any) => (d.trialTypes.paired.cues[0].cue = 'lihgt'),
      "unknown cue 'lihgt'; did you mean 'light'?",
    ],
    [
      'a negative time',
      (d: any) => (d.trialTypes.paired.rewards[0].time.seconds = -1),
      'seconds = -1 is not allowed; it must be a number from 0 to 86400 s',
    ],
    [
      'a probability above 1',
      (d: any) => (d.trialTypes.paired.rewards[0].probability = 1.5),
      'probability = 1.5 is not allowed; it must be a number from 0 to 1',
    ],
    [
      'too many trials',
      (d: any) => (d.phases[0].trials = 1e9),
      'trials = 1000000000 is not allowed; it must be a whole number from 1 to 1000000',
    ],
    [
      'too long a session',
      (d: any) => Object.assign(d, { trialSeconds: 60 }) && (d.phases[0].trials = 1e6),
      'about 63000000 s are more than the 20000000 that fit',
    ],
    ['an empty phase', (d: any) => (d.phases[0].mixture = {}), "phase 'training' is empty"],
    ['no phase', (d: any) => (d.phases = []), 'must have at least one phase'],
    ['a phase twice', (d: any) => d.phases.push(d.phases[0]), "'training' is listed twice in phases"],
    [
      'an unknown type',
      (d: any) => (d.phases[0].mixture = { pared: 1 }),
      "unknown trial type 'pared'; did you mean 'paired'?",
    ],
    ['an unknown context', (d: any) => (d.trialTypes.paired.context = 'box'), "unknown context 'box'"],
    ['an unknown group', (d: any) => (d.phases[0].group = 'box'), "unknown group 'box'"],
    [
      'a late reward',
      (d: any) => (d.trialTypes.paired.rewards[0].time.seconds = 3),
      'a reward can come at 3 s, after the trial',
    ],
    [
      'no cue at time zero',
      (d: any) => (d.trialTypes.paired.cues[0].onsetSeconds = 1),
      'neither a cue nor a reward comes at time zero',
    ],
    [
      'a step',
      (d: any) => (d.stepSeconds = 0.1),
      'a design has no step; leave stepSeconds out: the step is resolutionSeconds of the agent',
    ],
    [
      'choices',
      (d: any) => (d.states = []),
      'it has states and no actions; a design with choices lists both, another one neither',
    ],
    ['a missing field', (d: any) => delete d.iti, "'iti' is missing"],
    [
      'a fractional cycle',
      (d: any) => Object.assign(d.phases[0], { order: 'cycle', mixture: { paired: 0.5 } }),
      'a cycle needs whole frequencies',
    ],
    ['a stray probe', (d: any) => (d.phases[0].probes = ['test']), "'test' is not a trial type of the phase"],
    [
      'groups that recur',
      (d: any) => {
        d.groups = [
          { id: 'a', title: 'a' },
          { id: 'b', title: 'b' },
        ];
        d.phases = ['a', 'b', 'a'].map((group, i) => ({ ...d.phases[0], id: String(i), group }));
      },
      "the phases of group 'a' are not consecutive",
    ],
  ];
  test.each(damages)('%s', (_, change, what) => expect(lines(changed(change)).join()).toContain(what));

  test('the position is that of the value', () => {
    const text = printDesignJson(whole).replace('"probability": 0.5', '"probability": 5');
    const [line] = lines(text);
    const place = text.split('\n').findIndex((row) => row.includes('"probability": 5'));
    expect(line).toContain(`${place + 1}:${(text.split('\n')[place] as string).indexOf('5') + 1} probability = 5`);
  });
});
