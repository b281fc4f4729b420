import { describe, expect, test } from 'vitest';
import type { Design } from '../../src/contracts/design.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { parseExperiment, type Experiment, type SourceNode } from '../../src/paradigms/ccnlab/experiment.ts';
import { minContrast, publishedResponding, relativeContrast } from '../../src/paradigms/ccnlab/paradigm.ts';
import {
  chanceAgreement,
  measured,
  ongoing,
  rankAgreement,
  responding,
  sessionMeans,
  suppressionRatio,
} from '../../src/paradigms/ccnlab/scoring.ts';

const files = import.meta.glob<unknown>('../../src/paradigms/ccnlab/*.json', { eager: true, import: 'default' });
const experiments = Object.entries(files).map(([path, json]) => {
  const name = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
  return { id: `ccnlab-${name}`, experiment: parseExperiment(name, json) };
});

/** Counts of trials in a tree, by traversal: expected numbers for random trials. */
function tally(node: SourceNode, times: number, into: Map<string, number>): Map<string, number> {
  const add = (key: string, amount: number): void => void into.set(key, (into.get(key) ?? 0) + amount);
  if ('children' in node) for (const child of node.children) tally(child, times * node.repeat, into);
  else if ('sample' in node) for (const [child, probability] of node.sample) tally(child, times * probability, into);
  else {
    add('trials', times);
    for (const [cue, from, to] of node.cs) add(`cue ${cue} for ${to - from}`, times);
    if (node.us !== null) add(`US of ${node.us[3]}`, times);
    add(`in ${node.ctx}`, times);
  }
  return into;
}

/** Default length of a time step of the source. */
const unitSeconds = 0.5;

/** The same of a translated design. */
function tallyDesign({ phases, trialTypes }: Design, group: string): Map<string, number> {
  const into = new Map<string, number>();
  const add = (key: string, amount: number): void => void into.set(key, (into.get(key) ?? 0) + amount);
  for (const { trials, mixture } of phases.filter((phase) => phase.group === group)) {
    const all = Object.values(mixture).reduce((sum, weight) => sum + weight, 0);
    for (const [type, weight] of Object.entries(mixture)) {
      const times = (trials * weight) / all;
      const { cues, rewards, context } = trialTypes[type] as Design['trialTypes'][string];
      add('trials', times);
      for (const { cue, durationSeconds } of cues)
        add(`cue ${cue} for ${Math.round(durationSeconds / unitSeconds)}`, times);
      for (const { magnitude, probability } of rewards) add(`US of ${magnitude * probability}`, times);
      add(`in ${context}`, times);
    }
  }
  return into;
}

const alphabetically = (a: string, b: string): number => (a < b ? -1 : 1);

/** Trials of a group in order, each as its cues, context and US. */
function unrolled(node: SourceNode): readonly string[] {
  if ('children' in node) return Array.from({ length: node.repeat }, () => node.children.flatMap(unrolled)).flat();
  if ('sample' in node) return ['drawn'];
  return [
    `${node.cs
      .map(([name]) => name)
      .toSorted(alphabetically)
      .join('')} in ${node.ctx}: ${node.us?.[3] ?? 'no'} US`,
  ];
}

function trialsOf({ trials, design }: TrialSession, group: string): readonly string[] {
  return trials
    .filter((trial) => trial.group === group)
    .map(
      ({ cues, context, outcomes }) =>
        `${cues
          .map(({ cue }) => design.cues[cue]?.id as string)
          .toSorted(alphabetically)
          .join('')} in ${design.contexts?.[context]?.id}: ${outcomes[0]?.magnitude ?? 'no'} US`,
    );
}

test('there are thirty experiments', () => expect(experiments).toHaveLength(30));

describe.each(experiments)('$id', ({ id, experiment }) => {
  const paradigm = find('paradigms', id);
  const always = parseParameters(paradigm.parameters, { context: 'always' }, id);
  const design = paradigm.design(always);
  const groups = Object.entries(experiment.design);

  test.each(groups)('%s has the source’s trials, cues, USs and contexts', (group, tree) => {
    const source = Object.fromEntries(tally(tree, 1, new Map()));
    const ours = Object.fromEntries(tallyDesign(design, group));
    expect(Object.keys(ours).sort()).toEqual(Object.keys(source).sort());
    for (const [key, count] of Object.entries(source)) expect(ours[key], key).toBeCloseTo(count, 9);
  });

  test('its trials are in the source’s order', () => {
    const session = createTrialSession(completeTrialSpec({ world: { id, parameters: { context: 'always' } } }));
    for (const [group, tree] of groups) {
      const source = unrolled(tree);
      expect(source.length).toBe(trialsOf(session, group).length);
      if (!source.includes('drawn')) expect(trialsOf(session, group)).toEqual(source);
    }
  });

  test('the US is three steps after the onset of the scored CS, at its last step', () => {
    const pairs = Object.values(design.trialTypes).filter(({ cues, rewards }) => cues.length > 0 && rewards.length > 0);
    expect(pairs.length).toBeGreaterThan(0);
    for (const { cues, rewards } of pairs) {
      const last = Math.max(...cues.map(({ onsetSeconds }) => onsetSeconds));
      expect(rewards[0]?.time).toEqual({ kind: 'fixed', seconds: last + 3 * unitSeconds });
    }
  });

  test.each(experiment.claims)(
    'the published numbers satisfy the claim: $id',
    ({ contrast: terms, below = Infinity }) => {
      const shown = relativeContrast(experiment, terms, publishedResponding(experiment));
      expect(shown).toBeGreaterThan(minContrast(terms));
      expect(shown).toBeLessThan(below);
    },
  );

  test.each(experiment.claims)(
    'a subject without, or almost without, responses does not show $id, and one that responds twice as much gives the same result',
    ({ contrast: terms }) => {
      const published = publishedResponding(experiment);
      const once = relativeContrast(experiment, terms, published);
      const hardly = 0.001 / Math.max(...published.map(Math.abs));
      expect(
        relativeContrast(
          experiment,
          terms,
          published.map((number) => hardly * number),
        ),
      ).toBeCloseTo(once / 50, 12);
      expect(
        relativeContrast(
          experiment,
          terms,
          published.map(() => 0),
        ),
      ).toBe(0);
      expect(
        relativeContrast(
          experiment,
          terms,
          published.map((number) => 2 * number),
        ),
      ).toBeCloseTo(once, 12);
    },
  );

  test('its claims are findings, except for controls', () => {
    expect(experiment.claims.some(({ role }) => role === undefined)).toBe(true);
  });
});

// Trials per session as CCNLab's own code averages them; of two types in a variable both count.
const trialsPerSession: Readonly<Record<string, number>> = {
  'acquisition-continuous-vs-partial': 16,
  'extinction-continuous-vs-partial': 4,
  'discrimination-reinforced-vs-nonreinforced': 25,
  'discrimination-positive-patterning': 20,
  'discrimination-negative-patterning': 20,
  'discrimination-negative-patterning-common-cue': 10,
  'discrimination-negative-patterning-three-cues': 5,
  'discrimination-biconditional': 20,
  'discrimination-feature-positive': 30,
  'discrimination-feature-negative': 4,
  'recovery-spontaneous-recovery': 1,
  'transfer-reacquisition': 1,
};

describe.each(experiments.filter(({ experiment }) => experiment.empirical.some(({ values }) => values.length > 1)))(
  '$id',
  ({ id, experiment }) => {
    const conditions = observe(completed(id)).look().conditions;
    const declared = find('paradigms', id).conditions(parseParameters(find('paradigms', id).parameters, {}, id));

    test.each(experiment.empirical)(
      'sessions of $variable, $group, are CCNLab’s',
      ({ group, variable, values, firstSession }) => {
        const title = Object.keys(experiment.design).length === 1 ? variable : `${variable}, ${group}`;
        const trials = (ending: string): number | undefined =>
          conditions[Object.keys(declared).find((name) => declared[name]?.title === `${title}, ${ending}`) as string]
            ?.n;
        const size = trialsPerSession[id.slice('ccnlab-'.length)] as number;
        expect(trials('all trials')).toBe(size * (values.length - (firstSession === 0 ? 1 : 0)));
        expect(trials('last session')).toBe(size);
      },
    );
  },
);

function completed(paradigm: string, agent = 'rescorla-wagner'): TrialSession {
  const session = createTrialSession(completeTrialSpec({ world: paradigm, agent }));
  session.advance(session.trials.length);
  return session;
}

describe.each(experiments.filter(({ experiment }) => experiment.measure === 'suppression ratio'))(
  '$id',
  ({ id, experiment }) => {
    test('a claim’s number depends on the responses of a group', () => {
      const session = completed(id);
      const claims = (): readonly (number | null)[] =>
        observe(session)
          .look()
          .signatures.filter(({ role }) => role === 'finding')
          .map(({ measured: number }) => number);
      const before = claims();
      const last = Object.keys(experiment.design).at(-1);
      for (const { group, index } of session.trials) {
        if (group !== last) continue;
        const value = session.signals.value.subarray(session.offsets[index], session.offsets[index + 1]);
        value.forEach((one, i) => void (value[i] = 0.3 * one + 0.1));
      }
      expect(claims()).not.toEqual(before);
    });
  },
);

test('overexpectation by Rescorla-Wagner, in closed form', () => {
  const afterSingle = (n: number): number => 1 - 0.9 ** n;
  // Two reinforced trials of the compound, each taking a tenth of the common error from both.
  const first = afterSingle(16) - 0.1 * (2 * afterSingle(16) - 1);
  const overexpected = first - 0.1 * (2 * first - 1);
  // A constant value V, leakily integrated over fifteen steps of .1 s: (V - θ) times the mean of 1 - κ, 1 - κ², ..., 1 - κ¹⁵.
  const kept = Math.exp(-0.1 / 0.3);
  const response = (value: number): number => (value - 0.05) * (1 - (kept * (1 - kept ** 15)) / (1 - kept) / 15);
  // 1 - 2r for the suppression ratio r = (1 - R) / (2 - R), where fear suppresses a share R of behaviour.
  const suppressed = (value: number): number => 1 - (2 * (1 - response(value))) / (2 - response(value));
  const [control, further, over] = [afterSingle(16), afterSingle(18), overexpected].map(suppressed) as [
    number,
    number,
    number,
  ];
  const { signatures } = observe(completed('ccnlab-competition-overexpectation')).look();
  const numbers = Object.fromEntries(signatures.map(({ id, measured: number }) => [id, number]));
  expect(numbers['below-no-further-training']).toBeCloseTo((control - over) / further, 9);
  expect(numbers['below-further-training']).toBeCloseTo((further - over) / further, 9);
});

describe('suppression ratio', () => {
  test.each([
    [1, 1, 0.5],
    [0, 1, 0],
    [0.25, 0.75, 0.25],
    [0.5, 1, 1 / 3],
  ])('%f during the CS and %f before it: %f', (during, before, expected) =>
    expect(suppressionRatio(during, before)).toBeCloseTo(expected, 12),
  );

  test('depends on each of its inputs', () => {
    expect(measured('suppression ratio', 0.2, 0, 1)).not.toBe(measured('suppression ratio', 0.6, 0, 1));
    expect(measured('suppression ratio', 0.6, 0, 1)).not.toBe(measured('suppression ratio', 0.6, 0.3, 1));
    expect(measured('suppression ratio', 0.6, 0, 1)).not.toBe(measured('suppression ratio', 0.6, 0, 2));
  });

  test('decreases with fear of the CS and increases with fear of the context', () => {
    const fears = [0, 0.2, 0.4, 0.6, 0.8, 1];
    const byCs = fears.map((fear) => measured('suppression ratio', fear, 0, 1));
    const byContext = fears.slice(0, -1).map((fear) => measured('suppression ratio', 0.5, fear, 1));
    expect(byCs.every((ratio, i) => i === 0 || ratio < (byCs[i - 1] as number))).toBe(true);
    expect(byContext.every((ratio, i) => i === 0 || ratio > (byContext[i - 1] as number))).toBe(true);
    expect(byCs[0]).toBe(0.5);
    expect(byCs.at(-1)).toBe(0);
  });

  test('is inverted before it is judged: 0 without fear, 1 at maximum, and undefined without behaviour', () => {
    expect(responding('suppression ratio', 0.5)).toBe(0);
    expect(responding('suppression ratio', 0)).toBe(1);
    expect(responding('response', 0.3)).toBe(0.3);
    expect(measured('suppression ratio', 1, 1, 1)).toBeNaN();
  });

  test('the other measures, calculated by hand', () => {
    expect(ongoing(0.5, 2)).toBe(0.75);
    expect(ongoing(3, 2)).toBe(0);
    expect(measured('suppression', 0.6, 0.2, 1)).toBeCloseTo((0.8 - 0.4) / 0.8, 12);
    // Suppression cannot be measured with almost no behaviour before the CS.
    expect(measured('suppression', 0, 0.98, 1)).toBeCloseTo(-0.98, 12);
    expect(measured('elevation', 0.6, 0.2, 1)).toBeCloseTo(0.4, 12);
    expect(measured('response', 0.6, 0.2, 1)).toBe(0.6);
  });
});

test('an impossible discrimination is not compared: the biconditional without configural cues', () => {
  const shown = (agent: string) =>
    Object.fromEntries(
      observe(completed('ccnlab-discrimination-biconditional', agent))
        .look()
        .signatures.map(({ id, pass }) => [id, pass]),
    );
  expect(shown('rescorla-wagner')).toMatchObject({ 'biconditional-possible': false, 'component-easier': null });
});

test('ranks are compared for independent numbers, and not for sessions of a learning curve', () => {
  const ranked = experiments.filter(({ id }) =>
    find('paradigms', id).signatures.some((signature) => signature.id === 'rank-agreement'),
  );
  expect(ranked.length).toBeGreaterThan(0);
  for (const { experiment } of ranked)
    expect(experiment.empirical.every(({ values }) => values.length === 1)).toBe(true);
});

describe('rank agreement', () => {
  test.each<[string, number[], number[], number]>([
    ['the same order', [1, 2, 3, 4], [0.1, 0.2, 0.3, 0.9], 1],
    ['the other order', [1, 2, 3, 4], [4, 3, 2, 1], -1],
    // Of six pairs one is exchanged: (5 - 1) / 6.
    ['one pair exchanged', [1, 2, 3, 4], [1, 3, 2, 4], 2 / 3],
    ['a model with constant responses', [1, 2, 3, 4], [5, 5, 5, 5], 0],
    // 10 and 10.4 are equal as read off a figure whose range is 10: five pairs count.
    ['pairs that are equal in the paper', [0, 5, 10, 10.4], [0, 1, 3, 2], 1],
  ])('%s', (_, published, model, expected) => expect(rankAgreement(published, model)).toBeCloseTo(expected, 12));

  test('is NaN if all numbers are equal', () => expect(rankAgreement([2, 2], [1, 3])).toBeNaN());

  test('has the 5 % point of Kendall’s tau as its bound', () => {
    // Tables of tau, one-sided: .467 for 10, .274 for 20, .218 for 30; the approximation is a little lower for few.
    expect(Math.abs(chanceAgreement(10) - 0.467)).toBeLessThan(0.06);
    expect(Math.abs(chanceAgreement(20) - 0.274)).toBeLessThan(0.01);
    expect(Math.abs(chanceAgreement(30) - 0.218)).toBeLessThan(0.01);
  });
});

test('sessions by hand: shares in order, and the first trial only', () => {
  expect(sessionMeans([1, 3, 5, 7], 2, 1)).toEqual([2, 6]);
  expect(sessionMeans([1, 3, 5, 7], 3, 0)).toEqual([1, 2, 6]);
  expect(sessionMeans([], 1, 1)[0]).toBeNaN();
});

describe('a file that is not an experiment', () => {
  const [first] = Object.values(files) as [Experiment];
  test.each<[string, object, RegExp]>([
    [
      'an invalid magnitude of a cue',
      { design: { main: { name: 'train', repeat: 1, children: [{ cs: [['A', 4, 8, 2]], ctx: 'K1', us: null }] } } },
      /x\.json, design/,
    ],
    ['an unknown measure', { measure: 'licks' }, /x\.json, measure/],
    ['an unknown field', { extra: 1 }, /x\.json, extra/],
  ])('%s is refused and named', (_, change, message) =>
    expect(() => parseExperiment('x.json', { ...first, ...change })).toThrow(message),
  );
});
