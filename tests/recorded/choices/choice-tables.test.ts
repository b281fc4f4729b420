import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordedLikelihood } from '../../../src/analysis/choice-likelihood.ts';
import { parseDesign } from '../../../src/contracts/design-schema.ts';
import type { Design, RecordedTrial } from '../../../src/contracts/design.ts';
import type { Found } from '../../../src/contracts/reader.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { createTrialSession, type TrialSession } from '../../../src/engine/trial-session.ts';
import type { MappedChoices } from '../../../src/recorded/choices/mapped-choices.ts';
import { parseMapping, type Mapping } from '../../../src/recorded/mapping.ts';
import { openRecordings } from '../../../src/recorded/open.ts';
import { proposedMapping } from '../../../src/recorded/propose.ts';
import { recordedSession } from '../../../src/recorded/session.ts';
import { dataFolder } from '../../readers/lab-case.ts';
import { memorySource } from '../../readers/memory-source.ts';
import { inBytes } from '../../readers/open-one.ts';

async function opened(name: string, content: string | Uint8Array): Promise<Found> {
  const [one] = await openRecordings(memorySource(inBytes({ [name]: content })), {}, name);
  return (one as NonNullable<typeof one>).found;
}

/** The proposed mapping, changed and read as from a file. */
function mappingOf(found: Found, change: Partial<MappedChoices> = {}): Mapping {
  const proposed = proposedMapping(found);
  const { choices } = proposed;
  expect(choices).toBeDefined();
  const changed = { ...proposed, choices: { ...choices, ...change } };
  return parseMapping(JSON.parse(JSON.stringify(changed)), 'test');
}

const trialsOf = (design: Design): readonly RecordedTrial[] => design.phases[0]?.recorded ?? [];
const choicesOf = (design: Design): readonly (readonly string[])[] =>
  trialsOf(design).map(({ choices = [] }) => choices.map(({ action }) => action));

/** Q-learning without delays, by default with this learning rate and inverse temperature. */
function run(design: Design, learningRate = 0.1, inverseTemperature = 3, initialValue = 0): TrialSession {
  const agent = {
    id: 'q-learning',
    learningRule: { id: 'q-learning', parameters: { learningRate, initialValue, delays: 'ignored' } },
    policy: { id: 'softmax', parameters: { inverseTemperature } },
  };
  const session = createTrialSession(
    completeTrialSpec({ world: 'own-design', design: parseDesign(design, 'test'), agent }),
  );
  session.advance(Infinity);
  return session;
}

describe('a table without times', async () => {
  const csv = `subject,trial,choice,rt,outcome
A,1,left,0.4,10
A,2,right,0.6,0
A,3,,,
A,4,left,0.5,5
A,5,right,0.7,
B,1,up,0.5,10
`;
  const found = await opened('bandit.csv', csv);
  const mapping = mappingOf(found);
  const { design, notes } = recordedSession(found, mapping);

  test('is proposed with what it does not say', () => {
    expect(mapping.choices).toEqual({
      table: 'bandit',
      where: [{ column: 'subject', is: 'A' }],
      begins: { intervalSeconds: 2 },
      stages: [{ choice: 'choice', chosen: { reaction: 'rt', unit: 's' } }],
      outcome: { columns: ['outcome'], unit: 10, at: { afterSeconds: 0.5 } },
    });
  });

  test('has a trial per row, at the stated interval after the last event', () => {
    expect(choicesOf(design)).toEqual([['left'], ['right'], [], ['left'], []]);
    // The outcome is taken to last 0.01 s; 2 s later the next state is shown.
    expect(trialsOf(design).map(({ zeroSeconds }) => zeroSeconds)).toEqual([1, 3.91, 7.02, 9.02, 12.03]);
    expect(trialsOf(design).map(({ rewards }) => rewards)).toEqual([
      [{ seconds: 0.9, magnitude: 1 }],
      // What was omitted is a reward of the usual size: the larger of the two medians.
      [{ seconds: 1.1, magnitude: 0, omitted: 1 }],
      [],
      [{ seconds: 1, magnitude: 0.5 }],
      [],
    ]);
    expect(notes).toEqual([
      '2 of 5 trials are without a choice: nothing is learned from them',
      '1 of them have a choice without an outcome, and count as without',
    ]);
  });

  test('offers what others chose, too', () => {
    expect(design.actions?.map(({ id }) => id)).toEqual(['left', 'right', 'up']);
    expect(parseDesign(design, 'test')).toEqual(design);
  });

  test('runs, without the file', () => {
    expect(recordedLikelihood(run(design).trials)?.choices).toBe(3);
  });
});

test('an unknown column or subject is refused in one line', async () => {
  const found = await opened('bandit.csv', 'subject,choice,outcome\nA,1,1\nA,2,0\nB,1,1\n');
  const session = (change: Partial<MappedChoices>) => recordedSession(found, mappingOf(found, change));
  expect(() => session({ where: [{ column: 'subject', is: 'C' }] })).toThrow('it has no such rows');
  expect(() => session({ where: [{ column: 'subjct', is: 'A' }] })).toThrow("did you mean 'subject'?");
  expect(() => session({ stages: [] as never })).toThrow('must have a stage');
});

describe('a table with times, next to other events', async () => {
  const csv = `stimOn_times,choice,contrastLeft,contrastRight,response_times,feedback_times,feedback
1.5,-1,,0.25,2.1,2.4,1
6.25,1,0.5,,6.5,6.9,0
12,0,0,,12.8,13,0
18,1,,0,18.2,18.6,1
`;
  const found = await opened('trials.csv', csv);
  const mapping = mappingOf(found);
  const { design, startSeconds } = recordedSession(found, mapping, true);

  test('keeps them, and takes signed contrast as the state', () => {
    expect(startSeconds).toBe(0.5);
    expect(trialsOf(design).map(({ zeroSeconds }) => zeroSeconds)).toEqual([1, 5.75, 11.5, 17.5]);
    expect(design.states).toEqual([
      { id: 'level -0.5', title: 'level -0.5', level: -0.5 },
      { id: 'level 0', title: 'level 0', level: 0 },
      { id: 'level 0.25', title: 'level 0.25', level: 0.25 },
    ]);
    expect(trialsOf(design).map(({ type }) => type)).toEqual(['level 0.25', 'level -0.5', 'level 0', 'level 0']);
    // Between -1 and 1, 0 is no choice.
    expect(choicesOf(design)).toEqual([['-1'], ['1'], [], ['1']]);
    expect(trialsOf(design)[0]?.choices).toEqual([{ stage: 'choice', action: '-1', seconds: 0.6 }]);
    expect(trialsOf(design)[0]?.rewards).toEqual([{ seconds: 0.9, magnitude: 1 }]);
    run(design);
  });
});

test('two stages: where each choice led, and a second choice that was missed', async () => {
  const csv = `trial,choice1,rt1,final_state,choice2,rt2,reward,slow
0,0,0.5,1,0,0.3,1,0
1,1,0.4,2,1,0.6,0,0
2,0,0.7,2,-1,-1,0,1
3,0,0.6,1,1,0.4,1,0
`;
  const { design } = recordedSession(...(await withMapping('two.csv', csv)));
  expect(choicesOf(design)).toEqual([['0', '0'], ['1', '1'], ['0'], ['0', '1']]);
  const [type] = Object.values(design.trialTypes);
  const first = type?.stages?.[0];
  // The state of a missed choice was seen, but no choice tells the agent so.
  expect(first?.options[0]?.next).toEqual([{ stage: 'choice 2: final_state 1', probability: 1 }]);
  expect(trialsOf(design)[1]?.choices?.[1]).toEqual({
    stage: 'choice 2: final_state 2',
    action: '1',
    onsetSeconds: 0.9,
    seconds: 1.5,
  });
  expect(trialsOf(design)[2]?.rewards).toEqual([]);
  expect(recordedLikelihood(run(design).trials)?.choices).toBe(7);
});

async function withMapping(name: string, content: string | Uint8Array): Promise<[Found, Mapping]> {
  const found = await opened(name, content);
  return [found, mappingOf(found)];
}

const here = (...path: readonly string[]): string => join(dataFolder, ...path);

describe.skipIf(!existsSync(dataFolder))('recorded choices (skipped without ../shared/data)', () => {
  const files = [
    ['zorowitz2023-reversal', 'data.csv', 90, ['0', '1', '2'], 1],
    ['hbayesdm-examples', 'bandit4arm_exampleData.txt', 200, ['1', '2', '3', '4'], 1],
    ['hbayesdm-examples', 'ts_exampleData.txt', 198, ['1', '2', '3', '4'], 3],
    ['hbayesdm-examples', 'prl_exampleData.txt', 100, ['1', '2'], 1],
    ['muddled-two-step/results/magic_carpet/choices', '03187_game.csv', 201, ['1', '2'], 3],
    ['lak2020', 'Lak20_dopamine_data.csv', 156, ['-1', '1'], 7],
    ['ibl-photometry-fixtures', '_ibl_trials.table.pqt', 617, ['-1', '1'], 4],
  ] as const;

  test.each(files)('%s/%s', async (folder, name, trials, actions, states) => {
    const [found, mapping] = await withMapping(name, readFileSync(here(folder, name)));
    const { design } = recordedSession(found, mapping, true);
    expect(trialsOf(design)).toHaveLength(trials);
    expect(design.actions?.map(({ id }) => id)).toEqual(actions);
    expect(design.states).toHaveLength(states);
    const likelihood = recordedLikelihood(run(design).trials);
    expect(likelihood?.choices).toBeGreaterThanOrEqual(trials - 5);
  });

  // Computed by a program of its own in Python: Q of each arm from 0.5, learning rate 0.35, inverse temperature 4.5.
  test.each([
    ['one bandit for all blocks', undefined, -90.53740289739807],
    ['a new bandit in each block', { columns: ['block'] }, -84.91261057468921],
  ] as const)('the likelihood of a person of zorowitz2023-reversal, %s', async (_, state, expected) => {
    const found = await opened('data.csv', readFileSync(here('zorowitz2023-reversal', 'data.csv')));
    const [stage] = mappingOf(found).choices?.stages ?? [];
    const change = { stages: [{ ...stage, ...(state === undefined ? {} : { state }) }] } as Partial<MappedChoices>;
    const { design } = recordedSession(found, mappingOf(found, change));
    const { choices, logLikelihood } = recordedLikelihood(run(design, 0.35, 4.5, 0.5).trials) ?? {};
    expect(choices).toBe(90);
    expect(Math.abs((logLikelihood ?? 0) - expected)).toBeLessThan(1e-9);
  });
});
