import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import { average, contrast, ratio } from '../measures/numbers.ts';
import { cueTd, pearceHall, trialLevel } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { trials } from '../shared/parameters.ts';
import { aligned, written } from '../shared/written.ts';
import {
  contrastByRank,
  contrastMargin,
  digitised,
  expectedAtLast,
  respondingLeft,
  shapeParameters,
  shortenedShape,
} from '../shared/worlds.ts';

const parameters = {
  acquisitionTrials: trials(
    60,
    'trials of the cue with reward; more than the paper’s (10 in ccnlab) so that slow learners learn',
  ),
  few: trials(
    60,
    'trials of extinction in the group with few extinction trials; more than the paper’s (15 in ccnlab) so that slow learners extinguish',
  ),
  many: trials(200, 'trials of extinction in the group with many extinction trials (100 in ccnlab)'),
  reacquisitionTrials: trials(12, 'trials of the cue with reward again', { min: 4 }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = {
  'control-few': 'control, few',
  'extinction-few': 'extinction, few',
  'control-many': 'control, many',
  'extinction-many': 'extinction, many',
};
type Group = keyof typeof groups;
const groupIds = Object.keys(groups) as Group[];
/** Trials over which the rise of expectation is measured, relative to the first of them. */
const risingTrials = 4;
const settledTrials = 4;

function design(p: P) {
  const [nothing, reward] = [`rand ${p.acquisitionTrials}/-`, `rand ${p.acquisitionTrials}/A+`];
  const again = `rand ${p.reacquisitionTrials}/A+`;
  return written(
    {
      groups,
      cues: { A: 'A' },
      kinds: {
        nothing: ['-', 'nothing'],
        reward: ['A+', 'A, then reward'],
        extinction: ['A+p0', 'A, no reward'],
      },
      phases: ['acquisition', 'extinction', 'reacquisition'],
      lines: `
        control-few     | ${nothing} | rand ${p.few}/-     | ${again}
        extinction-few  | ${reward}  | rand ${p.few}/A+p0  | ${again}
        control-many    | ${nothing} | rand ${p.many}/-    | ${again}
        extinction-many | ${reward}  | rand ${p.many}/A+p0 | ${again}`,
    },
    p,
  );
}

const conditions = (p: P) =>
  aligned(
    {
      ...Object.fromEntries(
        groupIds.map((group) => [group, { title: groups[group], types: ['reward'], phase: `${group}-reacquisition` }]),
      ),
      acquired: { title: 'end of acquisition', types: ['reward'], phase: 'extinction-few-acquisition', last: 5 },
      extinguished: {
        title: 'end of extinction, few',
        types: ['extinction'],
        phase: 'extinction-few-extinction',
        last: 5,
      },
    },
    p,
  );

const paper = 'Ricker & Bouton 1996';
const citation = { text: `${paper}, Animal Learning & Behavior 24:423` };
/** Elevation scores in successive trials of reacquisition as digitised in ccnlab. */
const recorded: Readonly<Record<Group, readonly number[]>> = {
  'control-few': [1.4, 3.4, 2.6, 4.6, 3.8, 6.2, 5.8, 7.6],
  'extinction-few': [3.2, 6, 6.5, 7.4, 6, 6.4, 4.4, 5.4],
  'control-many': [1.1, 3.1, 5.7, 5.8, 5.2, 6.5, 8.3, 8.8, 7, 7.8, 8.8, 7.9],
  'extinction-many': [1.4, 4.5, 3.8, 4.7, 5.2, 5.4, 4.5, 5.3, 5.4, 6.2, 4.9, 4.3],
};

/** The increase of later trials over the first: learning, without the value that remained after extinction. */
const rise = (course: readonly number[]): number => average(course.slice(1, risingTrials)) - (course[0] as number);

const recordedFew = contrast(rise(recorded['extinction-few']), rise(recorded['control-few']));
const recordedMany = contrast(average(recorded['extinction-many']), average(recorded['control-many']));

/** Value during the cue minus that in the second before it, trial by trial; reward sizes. */
function course(e: Evidence<P>, group: Group): readonly number[] {
  return e
    .trials(group)
    .map(
      (trial) =>
        (trial.mean('value', 0, e.parameters.cueSeconds) - trial.mean('value', -1, 0)) / e.parameters.magnitude,
    );
}

const settled = (numbers: readonly number[]): number => average(numbers.slice(-settledTrials));
const points = (numbers: readonly number[], whole: number): readonly SummaryPoint[] =>
  numbers.map((y, i) => ({ x: i + 1, y: ratio(y, whole) }));

export default defineParadigm({
  id: 'ricker-bouton-1996',
  version: 3,
  title: 'Ricker & Bouton 1996: reacquisition',
  summary:
    'A cue is paired with reward, extinguished, and paired with reward again. After few extinction trials it is reacquired faster than a novel cue is acquired; after many extinction trials it is reacquired more slowly. Speed is the rise of value from the first trial on, so value that remains after extinction does not count.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: groupIds,
  signatures: [
    {
      id: 'acquisition',
      role: 'control',
      claim: 'At the end of acquisition, animals expect reward when it is due.',
      source: `${paper}; bound: half of the reward, between no and full expectation`,
      quantity: 'value in the last step before the reward / reward size',
      expected: { above: 0.5 },
      measure: (e) => expectedAtLast(e, 'acquired'),
    },
    {
      id: 'extinction',
      role: 'control',
      claim: 'After few extinction trials, responding has fallen.',
      source: `${paper}; bound: 0.2 of the responding at the end of acquisition`,
      quantity:
        'ratio a / max(|a|, |b|); a: responding at the end of extinction, b: responding at the end of acquisition; group with few extinction trials',
      expected: { below: 0.2 },
      measure: (e) => respondingLeft(e, 'extinguished', 'acquired'),
    },
    {
      id: 'faster-after-few',
      claim: 'After few extinction trials, the cue is reacquired faster than a novel cue is acquired.',
      source: `${paper}; recorded ${recordedFew.toFixed(2)}; ${contrastByRank}`,
      quantity: `contrast (a - b) / (|a| + |b|); a: increase in value from trial 1 to trials 2 to ${risingTrials} for the extinguished cue, b: for a novel cue`,
      expected: { above: contrastMargin },
      measure: (e) => contrast(rise(course(e, 'extinction-few')), rise(course(e, 'control-few'))),
    },
    {
      id: 'slower-after-many',
      claim: 'After many extinction trials, the cue is reacquired more slowly than a novel cue is acquired.',
      source: `${paper}; recorded ${recordedMany.toFixed(2)}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: mean value during reacquisition of the extinguished cue, b: mean value during acquisition of a novel cue',
      expected: { below: -contrastMargin },
      measure: (e) => contrast(average(course(e, 'extinction-many')), average(course(e, 'control-many'))),
    },
  ],
  nonePasses:
    'Faster learning after few extinction trials requires remaining value; slower learning after many requires that something was learned from the omissions. Agents show one or the other.',
  notes: [
    {
      agents: [...trialLevel, ...cueTd, 'kalman-td', 'td-semi-markov', 'ret'],
      why: 'No agent here is both faster after few extinction trials and slower after many.',
    },
    {
      agents: [
        ...trialLevel,
        'td-csc',
        'td-csc-reset',
        'td-lambda-csc',
        'td-multi-timescale',
        'td-presence',
        'td-state-uncertainty',
        'td-semi-markov',
        'kalman-td',
      ],
      signatures: ['faster-after-few'],
      why: 'They keep no memory of the extinguished association, and the remaining value makes the next rise smaller.',
    },
    {
      agents: [...pearceHall, 'mackintosh', 'ret', 'kalman-td'],
      signatures: ['slower-after-many'],
      why: 'They are slower: a cue that has long been followed by nothing, as predicted, has lost its associability, its learning rate or its uncertainty.',
    },
  ],
  summaries: [
    {
      id: 'reacquisition',
      title: 'Reacquisition',
      x: 'trial',
      y: 'value (relative to a novel cue at the end)',
      series: groupIds.map((group) => ({
        id: group,
        title: groups[group],
        measure: (e) => points(course(e, group), settled(course(e, 'control-many'))),
      })),
      recorded: {
        citation: digitised(paper),
        sources: [ccnlab],
        n: '4 groups of rats',
        series: groupIds.map((group) => ({
          id: group,
          title: groups[group],
          points: points(recorded[group], settled(recorded['control-many'])),
        })),
      },
    },
  ],
});
