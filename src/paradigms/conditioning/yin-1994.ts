import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { shareOfLargest } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
import { pearceHall, rescorlaWagner } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { probes, trials } from '../shared/parameters.ts';
import { aligned, written } from '../shared/written.ts';
import { digitised, epsilon, responding, shapeParameters, share, shortenedShape } from '../shared/worlds.ts';

const parameters = {
  conditioningTrials: trials(
    160,
    'trials of A with the outcome in each group (approximate); half this number of C in the group tested for inhibition',
  ),
  few: trials(12, 'trials of B followed by A without the outcome, in the groups with few such trials (approximate)'),
  many: trials(
    300,
    'trials of B followed by A without the outcome, in the groups with many such trials (approximate; 85 to 1 in ccnlab)',
  ),
  probeTrials: probes(4, 'probe trials of B alone; in some groups also A, C, and B followed by C', {
    unit: 'trials of each kind',
  }),
  ...shapeParameters({
    cueHelp:
      'duration of each cue; shortened from seconds to tens of seconds (approximate), because TD propagates value back by one step per trial',
  }),
};
type P = Values<typeof parameters>;

/** Pairings of B with A. */
const pairings = {
  none: 'none',
  'interspersed-few': 'few, interspersed',
  'sequential-few': 'few, sequential',
  'interspersed-many': 'many, interspersed',
  'sequential-many': 'many, sequential',
};
type Group = keyof typeof pairings;
const groups = Object.keys(pairings) as Group[];

/** The group in which B becomes an inhibitor also learns about C, so that the inhibition by B can be tested with C. */
function design(p: P) {
  const { conditioningTrials: ofA, few, many, probeTrials } = p;
  const a = `rand ${ofA}/A+`;
  const manyAndC = `${many}B>A+p0/${Math.ceil(ofA / 2)}C+`;
  const b = `rand ${probeTrials}/#B`;
  return written(
    {
      groups: Object.fromEntries(groups.map((group) => [group, `pairings of B with A: ${pairings[group]}`])),
      cues: { A: 'A', B: 'B', C: 'C' },
      kinds: {
        a: ['A+', 'A, then the outcome'],
        c: ['C+', 'C, then the outcome'],
        ba: ['B>A+p0', 'B, then A, no outcome'],
        b: ['#B', 'B alone'],
        'a-test': ['#A+p0', 'A alone'],
        'c-test': ['#C+p0', 'C alone'],
        bc: ['#B>C+p0', 'B, then C'],
      },
      phases: ['conditioning', 'pairing', 'test'],
      lines: `
        none              | ${a}                      | -                    | rand ${2 * probeTrials}/#B/#A+p0
        interspersed-few  | rand/${ofA}A+/${few}B>A+p0 | -                    | ${b}
        sequential-few    | ${a}                      | rand ${few}/B>A+p0   | ${b}
        interspersed-many | rand/${ofA}A+/${manyAndC} | -                    | rand ${3 * probeTrials}/#B/#C+p0/#B>C+p0
        sequential-many   | ${a}                      | rand ${many}/B>A+p0  | ${b}`,
    },
    p,
  );
}

function conditions(p: P) {
  const test = (group: Group, kind: string, words: string) => ({
    [`${group}-${kind}`]: { title: `${words}, ${pairings[group]}`, types: [kind], phase: `${group}-test` },
  });
  return aligned(
    {
      ...test('none', 'b', 'B'),
      ...test('none', 'a-test', 'A'),
      ...test('interspersed-few', 'b', 'B'),
      ...test('sequential-few', 'b', 'B'),
      ...test('interspersed-many', 'b', 'B'),
      ...test('interspersed-many', 'c-test', 'C'),
      ...test('interspersed-many', 'bc', 'B then C'),
      ...test('sequential-many', 'b', 'B'),
    },
    p,
    2,
  );
}

const paper = 'Yin, Barnet & Miller 1994';
// Mean latencies, log s, as digitised in ccnlab (longer is more fear).
const recorded: Readonly<Record<Group, number>> = {
  none: 1,
  'interspersed-few': 1.9,
  'sequential-few': 1.73,
  'interspersed-many': 0.93,
  'sequential-many': 0.8,
};
const recordedShare = (group: Group): number =>
  (recorded[group] - recorded.none) / (recorded['interspersed-few'] - recorded.none);

const gain = (e: Evidence<P>, group: Group): number => responding(e, `${group}-b`) - responding(e, 'none-b');

/** The response to B after few pairings with A, relative to that to A. */
const excitation = (e: Evidence<P>, order: 'interspersed' | 'sequential'): number =>
  shareOfLargest(gain(e, `${order}-few`), [responding(e, 'none-a-test')]);

/** Responding during C after B, relative to that during C alone. */
function summation(e: Evidence<P>): number {
  const { cueSeconds, magnitude } = e.parameters;
  const after =
    e.response('interspersed-many-bc', cueSeconds, 2 * cueSeconds) - e.response('interspersed-many-bc', -1, 0);
  return shareOfLargest(after / magnitude, [responding(e, 'interspersed-many-c-test')]);
}

/** Few pairings of B with A make B excitatory; the pairings were interspersed or came afterwards. */
const fewExcites = (order: 'interspersed' | 'sequential', words: string) =>
  ({
    id: `${order}-few-excites`,
    claim: `After few pairings of B with A, ${words}, animals respond to B.`,
    source: `${paper}; bound: ε = ${epsilon} of responding to A`,
    quantity: 'ratio a / max(|a|, |b|); a: responding to B after few pairings - without pairings, b: responding to A',
    expected: { above: epsilon },
    measure: (e: Evidence<P>) => excitation(e, order),
  }) as const;

const manyDoesNot = (order: 'interspersed' | 'sequential', words: string) => {
  const recordedGain = recordedShare(`${order}-many`);
  return {
    id: `${order}-many-does-not`,
    claim: `After many pairings of B with A, ${words}, animals no longer respond to B.`,
    source: `${paper}; recorded ${recordedGain.toFixed(2)} of the increase after few interspersed pairings; bound: half of the increase after few pairings`,
    quantity:
      'ratio a / max(|a|, |b|); a: responding to B after many pairings - without pairings, b: responding to B after few pairings - without pairings; undefined if few pairings do not increase responding',
    expected: { below: 0.5 },
    measure: (e: Evidence<P>) =>
      excitation(e, order) > epsilon ? shareOfLargest(gain(e, `${order}-many`), [gain(e, `${order}-few`)]) : Number.NaN,
  } as const;
};

export default defineParadigm({
  id: 'yin-1994',
  version: 3,
  title: 'Yin et al. 1994: second-order conditioning',
  summary:
    'A is followed by an outcome, and on some trials B is followed by A and no outcome. After few such pairings animals respond to B although it was never paired with the outcome: second-order conditioning. After many pairings they do not, and if A is still conditioned B has become an inhibitor. The paper used shocks, which are represented here as an outcome of positive value, because models with a single value treat both alike.',
  citation: { text: 'Yin, Barnet & Miller 1994, Journal of Experimental Psychology: Animal Behavior Processes 20:419' },
  approximate: { unchecked: ['conditioningTrials', 'few', 'many'], changed: shortenedShape },
  parameters,
  agent: 'td-lambda-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: groups.map((group) => `${group}-b`),
  heatMapTypes: ['ba'],
  signatures: [
    {
      id: 'conditioned',
      role: 'control',
      claim: 'Animals respond to A, which was followed by the outcome.',
      source: `${paper}; bound: ε = ${epsilon} of the outcome`,
      quantity: 'responding to A / size of the outcome',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'none-a-test'),
    },
    fewExcites('interspersed', 'interspersed with the conditioning of A'),
    fewExcites('sequential', 'after the conditioning of A'),
    manyDoesNot('interspersed', 'interspersed with the conditioning of A'),
    manyDoesNot('sequential', 'after the conditioning of A'),
    {
      id: 'many-inhibits',
      claim: 'After many interspersed pairings, B reduces responding to C.',
      source: `${paper}, experiment 2; bound: half of C alone, between no and full inhibition`,
      quantity:
        'ratio a / max(|a|, |b|); a: responding to C after B, b: responding to C alone; many interspersed pairings',
      expected: { below: 0.5 },
      measure: summation,
    },
  ],
  notes: [
    {
      agents: ['td-lambda-csc', 'td-multi-timescale', 'td-sr'],
      why: 'They show all findings: the error at the onset of A is positive, and B learns from it. The error at the omitted outcome is negative, and in the long run B cancels the prediction of A.',
    },
    {
      agents: ['td-csc', 'td-csc-reset', 'td-average-reward', 'td-block-belief', 'td-range-normalised', 'td-expectile'],
      signatures: ['interspersed-few-excites', 'sequential-few-excites'],
      why: 'Value propagates back by one step per trial, and in twelve pairings it hardly enters a cue of many steps.',
    },
    {
      agents: [...rescorlaWagner, ...pearceHall, 'td-semi-markov'],
      signatures: ['interspersed-few-excites', 'sequential-few-excites'],
      why: 'They treat B and A as one compound without an outcome: B becomes an inhibitor from the first pairing on and is never excitatory.',
    },
    {
      agents: ['kalman-td'],
      signatures: ['sequential-few-excites'],
      why: 'Knowledge about A and B is correlated, so the omitted outcome lowers the value of B at once; after few pairings B is hardly excitatory.',
    },
    {
      agents: ['mackintosh'],
      why: 'Each cue has its own error, and B was never followed by the outcome.',
    },
    {
      agents: ['td-belief'],
      why: 'B followed by A is a separate interval, which is never rewarded.',
    },
  ],
  summaries: [
    across({
      id: 'pairings',
      title: 'Responding to B',
      x: 'pairings',
      y: 'increase in responding (relative to few, interspersed)',
      categories: pairings,
      model: {
        id: 'responding',
        title: 'responding',
        measure: (e: Evidence<P>, group) => share(gain(e, group), gain(e, 'interspersed-few')),
      },
      recorded: {
        citation: digitised(paper),
        sources: [ccnlab],
        n: '5 groups of rats, suppression of drinking',
        title: 'fear',
        of: recordedShare,
      },
    }),
  ],
});
