import { choice, flag, integer, real, type Values } from '../../contracts/parameters.ts';
import {
  defineParadigm,
  type Condition,
  type Evidence,
  type Paradigm,
  type Signature,
  type Summary,
  type SummarySeries,
  type TrialEvidence,
} from '../../contracts/paradigm.ts';
import type { Design } from '../../contracts/design.ts';
import type { Note } from '../../contracts/note.ts';
import { responseThreshold } from '../../contracts/response.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { parseExperiment, type Experiment, type Term } from './experiment.ts';
import { chanceAgreement, mean, measured, rankAgreement, readingError, responding, sessionMeans } from './scoring.ts';
import { scoredSteps, slug, translate, trialsOf, type NamedPhase, type Translation } from './translate.ts';

/**
 * If the context must be distinguished from the CS, the interval is long relative to the discounting time; otherwise it
 * does not matter.
 */
const itiSecondsOf = ({ context }: Experiment): number => (context ? 60 : 2);

const parametersOf = (experiment: Experiment) => ({
  unitSeconds: real({
    default: 0.5,
    min: 0.2,
    max: 1,
    unit: 's',
    help: 'duration of one CCNLab time step: the CS lasts four steps, and the US occurs in the last one',
  }),
  itiSeconds: real({
    default: itiSecondsOf(experiment),
    min: 1,
    max: 120,
    unit: 's',
    help: 'interval between trials; CCNLab uses four steps, too few for a real-time model to distinguish a context from a CS',
  }),
  context: choice({
    options: ['where it matters', 'always'],
    default: 'where it matters',
    help: 'whether the context is a cue in every experiment, as in CCNLab, or only in experiments that manipulate it',
  }),
  learnInTests: flag({
    default: false,
    help: 'Whether agents learn in test trials, which have no US, as in CCNLab; otherwise learning is off there',
  }),
  maxRounds: integer({
    default: 500,
    min: 10,
    max: 500,
    unit: 'trials',
    help: 'maximum number of rounds per phase; a lower number than in the experiment (at most 500) shortens the session',
  }),
});
type P = Values<ReturnType<typeof parametersOf>>;
type E = Evidence<P>;

/**
 * Smallest difference that counts, as a fraction of the largest response; and smallest response that counts, as a
 * fraction of a US's value.
 */
const epsilon = 0.05;
/** Above this the benchmark's own score table rates a model as good. */
const benchmarkThreshold = 0.8;
const longestShown = 6;

/** Numbers that are read from the same trials: one variable of one group. */
interface Cell {
  /** Condition of all scored trials, or of the last session if there are several. */
  readonly shown: string;
  /** Condition of all scored trials. */
  readonly all: string;
  readonly title: string;
  readonly group: string;
  readonly variable: string;
  readonly values: readonly number[];
  readonly firstSession: 0 | 1 | undefined;
}

/**
 * An experiment of CCNLab (MIT licence, see LICENSE and README.md in this folder) as a paradigm.
 * @param file the file's name without its ending
 */
export function ccnlabParadigm(file: string, json: unknown): Paradigm {
  const experiment = parseExperiment(`${file}.json`, json);
  const { what, doc, note, notes, nonePasses, noneFails, meta, empirical, agent = 'rescorla-wagner' } = experiment;
  const cells = empirical.map((row) => cellOf(row, experiment));
  const citation = meta.citation.replace(/[()]/g, '');
  const paradigm = defineParadigm({
    id: `ccnlab-${file}`,
    version: 3,
    title: `${citation}: ${what}`,
    summary: [
      doc,
      `${meta.animal}s, ${meta.cs} cues, ${meta.us}: ${meta.response} is compared with the model’s conditioned response in the CS before the US.`,
      ...(note === undefined ? [] : [note]),
    ]
      .map(sentenceCase)
      .join(' '),
    citation: {
      text: `${citation}; design and numbers as in CCNLab, Bhattasali, Tomov & Gershman 2021, https://github.com/nikhilxb/ccnlab, ${experiment.name}`,
    },
    approximate: {
      changed: {
        unitSeconds: 'chosen: time steps of CCNLab have no duration',
        itiSeconds:
          'CCNLab has four steps between trials, too few for a real-time model to distinguish a context from a CS',
      },
    },
    parameters: parametersOf(experiment),
    agent,
    recording: { id: 'identity', parameters: {} },
    design: (values): Design => translate(experiment.design, translation(experiment, values)),
    conditions: (values) => conditionsOf(experiment, cells, values),
    shown: cells.slice(0, longestShown).map(({ shown }) => shown),
    signatures: signaturesOf(experiment, cells, citation),
    ...(notes === undefined ? {} : { notes: notes as readonly Note[] }),
    ...(nonePasses === undefined ? {} : { nonePasses }),
    ...(noneFails === undefined ? {} : { noneFails }),
    summaries: summariesOf(experiment, cells, citation),
  });
  return paradigm;
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function cellOf(
  { group, variable, values, firstSession }: Experiment['empirical'][number],
  { design }: Experiment,
): Cell {
  const all = `${slug(group)}-${slug(variable)}`;
  const single = Object.keys(design).length === 1;
  return {
    all,
    shown: values.length > 1 ? `${all}-late` : all,
    title: single ? variable : `${variable}, ${group}`,
    group,
    variable,
    values,
    firstSession,
  };
}

const translation = ({ context }: Experiment, values: P): Translation => ({
  ...values,
  context: context || values.context === 'always',
});

function conditionsOf(experiment: Experiment, cells: readonly Cell[], values: P): Readonly<Record<string, Condition>> {
  const design = translate(experiment.design, translation(experiment, values));
  const { trialTypes, phases, trialSeconds } = design;
  const shared = { align: 'cue', window: [-1, trialSeconds] } as const;
  const ofCells = cells.flatMap((cell): [string, Condition][] => {
    const { types, phase, first, last } = scoredBy(experiment, cell);
    const own = phase === undefined ? undefined : phaseNamed(phases, cell.group, phase);
    const where = { types, group: cell.group, ...(own === undefined ? {} : { phase: own.id }), ...shared };
    const all: Condition = {
      title: cell.title,
      ...where,
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last }),
    };
    if (cell.shown === cell.all) return [[cell.all, all]];
    const trials = phases
      .filter((one) => one.group === cell.group && (own === undefined || one === own))
      .reduce((sum, one) => sum + countOf(one, types), 0);
    const session = Math.max(1, Math.round(trials / (cell.values.length - (cell.firstSession === 0 ? 1 : 0))));
    return [
      [cell.shown, { title: `${cell.title}, last session`, ...where, last: session }],
      [cell.all, { ...all, title: `${cell.title}, all trials` }],
    ];
  });
  const naive = (design.groups ?? []).map(({ id }): [string, Condition] => [
    naiveOf(id),
    { title: `first trial, ${id}`, types: Object.keys(trialTypes), group: id, first: 1, ...shared },
  ]);
  return Object.fromEntries([...ofCells, ...naive]);
}

const naiveOf = (group: string): string => `first-${slug(group)}`;

function scoredBy(
  { scored, name }: Experiment,
  { group, variable }: Pick<Cell, 'group' | 'variable'>,
): Experiment['scored'][number] {
  const found = scored.find((one) => one.variable === variable && (one.group ?? group) === group);
  if (found === undefined) throw new Error(`${name} does not say which trials '${variable}' is read from`);
  return found;
}

function phaseNamed(phases: readonly NamedPhase[], group: string, name: string): NamedPhase {
  // The source gives each single-trial sequence of a round its own name (test-A, test-AX): alone they are phases.
  const found = phases.filter((one) => one.group === group && one.name === name);
  if (found.length !== 1) throw new Error(`group '${group}' has ${found.length} phases called '${name}'`);
  return found[0] as NamedPhase;
}

/** Expected number of trials of these types. */
function countOf({ trials, mixture }: NamedPhase, types: readonly string[]): number {
  const weights = Object.entries(mixture);
  const sum = (of: typeof weights): number => of.reduce((total, [, weight]) => total + weight, 0);
  return (trials * sum(weights.filter(([type]) => types.includes(type)))) / sum(weights);
}

/** Onset of the scored CS, the last to come on, seconds from time zero. */
const scoredOnset = ({ trial }: TrialEvidence, stepSeconds: number): number =>
  Math.max(0, ...trial.cues.map(({ onset }) => onset)) * stepSeconds;

/** Conditioned response in the CS before the US, and in an equal time before the trial's first cue. Reward units. */
function duringAndBefore(
  trial: TrialEvidence,
  { parameters: { unitSeconds, itiSeconds }, design }: E,
  units: number,
): readonly [number, number] {
  const onset = scoredOnset(trial, design.stepSeconds);
  const seconds = units * unitSeconds;
  return [trial.response(onset, onset + seconds), trial.response(-Math.min(seconds, itiSeconds), 0)];
}

/** The model's numbers for the paper's measurements. */
interface Reading {
  /** In the paper's measure, one number per published one, in their order. */
  readonly values: readonly number[];
  /** The same, oriented so that more means more conditioned responding. */
  readonly responding: readonly number[];
}

/** Reads the model’s numbers once per call, however many signatures use them. */
function readerOf({ design, measure }: Experiment, cells: readonly Cell[]): (e: E) => Reading {
  const steps = scoredSteps(design);
  const largestUs = largestUsOf(design);
  const readings = new WeakMap<E, Reading>();
  const read = (e: E): Reading => {
    const values = cells.flatMap(({ all, values: { length }, firstSession }) => {
      const trials = e.trials(all).map((trial) => {
        const [during, before] = duringAndBefore(trial, e, steps);
        return measured(measure, during, before, largestUs);
      });
      return sessionMeans(trials, length, firstSession ?? 1);
    });
    return { values, responding: values.map((value) => responding(measure, value)) };
  };
  return (e) => {
    const known = readings.get(e) ?? read(e);
    readings.set(e, known);
    return known;
  };
}

const largestUsOf = (design: Experiment['design']): number =>
  Math.max(
    ...Object.values(design)
      .flatMap(trialsOf)
      .map(({ us }) => us?.[3] ?? 0),
  );

/** The published numbers in the order of a reading, oriented so that more means more conditioned responding. */
export const publishedResponding = ({ empirical, measure }: Experiment): readonly number[] =>
  empirical.flatMap(({ values }) => values.map((value) => responding(measure, value)));

/** Weighted sum of the numbers that the terms name; `numbers` in the order of the published ones. */
function contrast({ empirical, name }: Experiment, terms: readonly Term[], numbers: readonly number[]): number {
  return terms.reduce((sum, [weight, group, variable, from, to]) => {
    const row = empirical.findIndex((one) => one.group === group && one.variable === variable);
    const published = empirical[row];
    if (published === undefined)
      throw new Error(`${name}: a claim names ${variable} of ${group}, which has no published numbers`);
    const start = empirical.slice(0, row).reduce((count, { values }) => count + values.length, 0);
    const first = published.firstSession ?? 1;
    const own = numbers.slice(
      start + (from ?? first) - first,
      start + (to ?? first + published.values.length - 1) - first + 1,
    );
    return sum + weight * mean(own);
  }, 0);
}

function signaturesOf(experiment: Experiment, cells: readonly Cell[], citation: string): readonly Signature<P>[] {
  const published = publishedResponding(experiment);
  const reading = readerOf(experiment, cells);
  const from = `${citation}, digitised in CCNLab`;
  const claims = experiment.claims.map(
    ({ id, claim, role, below, given, controls, contrast: terms }): Signature<P> => ({
      id,
      role: role ?? 'finding',
      ...(controls === undefined ? {} : { controls }),
      claim,
      source: `${from}; bound: ${minContrast(terms)} of the largest response${minContrast(terms) === epsilon ? '' : `, ${epsilon} plus what the response threshold can contribute`}${below === undefined ? '' : `; upper bound: ${below}`}`,
      quantity: `conditioned response by stimulus [group, session]: (${contrastText(terms)}) / largest of the model (at least ${epsilon})${given === undefined ? '' : `; undefined if ${given} is not shown`}`,
      expected: { above: minContrast(terms), ...(below === undefined ? {} : { below }) },
      measure: (e) => {
        const shown = reading(e).responding;
        return isGiven(experiment, given, shown) ? relativeContrast(experiment, terms, shown) : Number.NaN;
      },
    }),
  );
  return [
    ...claims,
    ...controlsOf(experiment, cells, citation),
    ...agreements(cells, published, (e) => reading(e).responding, from),
  ];
}

/**
 * A contrast relative to the largest number, or to the smallest response that counts if none reaches it, so that
 * differences between absent responses are 0.
 */
export const relativeContrast = (experiment: Experiment, terms: readonly Term[], numbers: readonly number[]): number =>
  contrast(experiment, terms, numbers) / Math.max(epsilon, ...numbers.map(Math.abs));

/** Whether the claim that this one presupposes is shown. */
function isGiven(experiment: Experiment, given: string | undefined, numbers: readonly number[]): boolean {
  if (given === undefined) return true;
  const terms = experiment.claims.find(({ id }) => id === given)?.contrast;
  if (terms === undefined) throw new Error(`${experiment.name}: a claim presupposes '${given}', which is none`);
  return relativeContrast(experiment, terms, numbers) > minContrast(terms);
}

/**
 * Value below the threshold evokes nothing, so the threshold alone lets responses to a compound exceed the sum of those
 * to its parts.
 */
export const minContrast = (terms: readonly Term[]): number =>
  Number((epsilon + responseThreshold * Math.abs(terms.reduce((sum, [weight]) => sum + weight, 0))).toFixed(6));

const contrastText = (terms: readonly Term[]): string =>
  terms
    .map(([weight, group, variable, first, last], i) => {
      const sign = weight < 0 ? '− ' : i > 0 ? '+ ' : '';
      const factor = Math.abs(weight) === 1 ? '' : `${Math.abs(weight)} × `;
      const sessions = first === last ? `session ${first}` : `sessions ${first} to ${last}`;
      const where = [...(group === 'main' ? [] : [group]), ...(first === undefined ? [] : [sessions])].join(', ');
      // A variable may be called `+`.
      const name = /\w/.test(variable) ? variable : `“${variable}”`;
      return `${sign}${factor}${name}${where === '' ? '' : ` [${where}]`}`;
    })
    .join(' ');

/** Requirements for the numbers to be conditioned responses to the CS at all. */
function controlsOf({ design }: Experiment, cells: readonly Cell[], citation: string): readonly Signature<P>[] {
  const steps = scoredSteps(design);
  const largestUs = largestUsOf(design);
  const bound = `bound: ε = ${epsilon} of the magnitude of the US`;
  return [
    {
      id: 'naive-silent',
      role: 'control',
      claim: 'Before training, animals do not respond.',
      source: `${citation}, as in any experiment on learning; ${bound}`,
      quantity: 'conditioned response in the first trial, mean over groups / magnitude of the US',
      expected: { below: epsilon },
      measure: (e) =>
        mean(
          Object.keys(design).map((group) =>
            mean(e.trials(naiveOf(group)).map((trial) => duringAndBefore(trial, e, steps)[0])),
          ),
        ) / largestUs,
    },
    {
      id: 'responds-to-cs',
      role: 'control',
      claim: 'Responding occurs during the CS and ends with it.',
      source: `${citation}, where responding is counted during the CS; ${bound}`,
      quantity:
        '(conditioned response during the CS − in an equal time after it) / magnitude of the US, largest of the scored means',
      expected: { above: epsilon },
      measure: (e) =>
        Math.max(...cells.map(({ all }) => mean(e.trials(all).map((trial) => duringMinusAfter(trial, e, steps))))) /
        largestUs,
    },
  ];
}

function duringMinusAfter(trial: TrialEvidence, e: E, units: number): number {
  const end = Math.max(0, ...trial.trial.cues.map(({ onset, steps: length }) => onset + length)) * e.design.stepSeconds;
  return duringAndBefore(trial, e, units)[0] - trial.response(end, end + units * e.parameters.unitSeconds);
}

/**
 * Agreement with all published numbers at once, as the benchmark scores models; with only two numbers, the claim says
 * the same. Ranks are compared only between independent numbers, and so not between sessions: any rising curve agrees
 * with any other.
 */
function agreements(
  cells: readonly Cell[],
  published: readonly number[],
  model: (e: E) => readonly number[],
  from: string,
): readonly Signature<P>[] {
  const correlation: Signature<P> = {
    id: 'correlation',
    byConstruction: ofAllNumbers,
    claim: 'Responding of the model correlates with the published behaviour.',
    source: `${from} (2021); bound: ${benchmarkThreshold}, above which the benchmark’s own score table rates a model as good`,
    quantity: `Pearson correlation of conditioned responses and ${published.length} published means; undefined if all responses of the model are equal`,
    expected: { above: benchmarkThreshold },
    measure: (e) => {
      const shown = model(e);
      return shown.every(Number.isFinite)
        ? e.fit(published.map((x, i) => ({ x, y: shown[i] as number }))).r
        : Number.NaN;
    },
  };
  const chance = chanceAgreement(published.length);
  const rank: Signature<P> = {
    id: 'rank-agreement',
    byConstruction: ofAllNumbers,
    claim: 'Responding of the model has the same rank order as the published behaviour.',
    source: `${from} (2021); bound: ${chance}, the upper 5 % point of Kendall’s rank correlation of ${published.length} unrelated numbers`,
    quantity: `(pairs in the same order − pairs in the opposite order) / pairs that differ by more than ${readingError} of the published range`,
    expected: { above: chance },
    measure: (e) => rankAgreement(published, model(e)),
  };
  return [
    ...(published.length > 2 ? [correlation] : []),
    ...(published.length > 4 && cells.every(({ values }) => values.length === 1) ? [rank] : []),
  ];
}

/** Why an agreement is not a separate finding: the claims use the same numbers. */
const ofAllNumbers =
  'This is the overall score of the benchmark; the other findings test single differences between the same numbers.';

/** Each number against its session where there are sessions, else all in a row; and the model’s on the published ones. */
function summariesOf(experiment: Experiment, cells: readonly Cell[], citation: string): readonly Summary<P>[] {
  const { measure, meta } = experiment;
  const reading = readerOf(experiment, cells);
  const published = experiment.empirical.flatMap(({ values }) => values);
  // Ratios of behaviour have the same unit for animals and model; all others are drawn on separate scales.
  const isRatio = measure === 'suppression' || measure === 'suppression ratio';
  const scaled = (values: readonly number[]): readonly number[] =>
    isRatio ? values : values.map((value) => value / (Math.max(...values.map(Math.abs)) || 1));
  const series = (values: readonly number[]): readonly SummarySeries[] => arrange(cells, scaled(values));
  const inSessions = cells.every(({ values }) => values.length > 1);
  const { x, categories } = kindsOf(cells);
  const recordedText = `${citation}; digitised in CCNLab, https://github.com/nikhilxb/ccnlab`;
  return [
    {
      id: 'behaviour',
      title: sentenceCase(`${meta.response}, ${meta.ydetail}`),
      ...(inSessions ? { x: 'session' } : { x, categories }),
      y: isRatio ? meta.ydetail : 'conditioned responding (relative to the largest)',
      series: series(published).map(({ id, title }, i) => ({
        id,
        title,
        measure: (e: E) => series(reading(e).values)[i]?.points ?? [],
      })),
      recorded: {
        citation: { text: recordedText },
        sources: [ccnlab],
        n: `${published.length} means`,
        series: series(published),
      },
    },
    {
      id: 'agreement',
      title: 'Model against published behaviour',
      x: `published: ${meta.ydetail}`,
      y: isRatio ? 'model, in the same measure' : 'model: conditioned response (reward units)',
      fit: 'second-on-first',
      series: [
        {
          id: 'published',
          title: 'published',
          measure: (e) =>
            reading(e).values.flatMap((value, x) => (Number.isFinite(value) ? [{ x, y: published[x] as number }] : [])),
        },
        { id: 'model', title: 'model', measure: (e) => reading(e).values.map((y, x) => ({ x, y })) },
      ],
    },
  ];
}

/** The x axis in an experiment without sessions: the test stimulus, the group, or both. */
interface Kinds {
  readonly x: string;
  readonly categories: readonly string[];
  /** Groups side by side, where each of several has been tested with all that any has. */
  readonly groups?: readonly string[];
}

function kindsOf(cells: readonly Cell[]): Kinds {
  const variables = [...new Set(cells.map(({ variable }) => variable))];
  const groups = [...new Set(cells.map(({ group }) => group))];
  const isSingle = cells.every(({ values }) => values.length === 1);
  if (isSingle && groups.length === 1) return { x: 'test stimulus', categories: variables };
  if (isSingle && variables.length === 1) return { x: `group, test stimulus ${variables[0]}`, categories: groups };
  if (isSingle && cells.length === variables.length * groups.length)
    return { x: 'test stimulus', categories: variables, groups };
  const names = cells.flatMap(({ title, values, firstSession = 1 }) =>
    values.length === 1 ? [title] : values.map((_, i) => `${title}, session ${firstSession + i}`),
  );
  return { x: 'test stimulus and group', categories: names };
}

/** One series per cell over its sessions; without sessions, one series per group, or one series of all numbers. */
function arrange(cells: readonly Cell[], values: readonly number[]): readonly SummarySeries[] {
  if (!cells.every((cell) => cell.values.length > 1)) return arrangeKinds(cells, values);
  let start = 0;
  return cells.map(({ all, title, values: { length }, firstSession = 1 }) => {
    const own = values.slice(start, (start += length));
    return { id: all, title, points: own.map((y, i) => ({ x: firstSession + i, y })) };
  });
}

function arrangeKinds(cells: readonly Cell[], values: readonly number[]): readonly SummarySeries[] {
  const { categories, groups } = kindsOf(cells);
  if (groups === undefined)
    return [{ id: 'all', title: 'conditioned responding', points: values.map((y, x) => ({ x, y })) }];
  const valueOf = (group: string, variable: string): number =>
    values[cells.findIndex((cell) => cell.group === group && cell.variable === variable)] as number;
  return groups.map((group) => ({
    id: slug(group),
    title: group,
    points: categories.map((variable, x) => ({ x, y: valueOf(group, variable) })),
  }));
}
