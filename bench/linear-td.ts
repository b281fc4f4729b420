import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrialArchitecture } from '../src/contracts/architecture.ts';
import type { GridDesign, Phase } from '../src/contracts/design.ts';
import type { Trial } from '../src/contracts/trial.ts';
import { randomStream } from '../src/core/random.ts';
import { stepDraws } from '../src/core/step-draws.ts';
import { bound } from '../src/engine/bind.ts';
import { findTrialArchitecture, findTrialEnv, findTrialRule } from '../src/engine/registry.ts';
import { output, timed, type Row, type Timed } from './measure.ts';
import { alternated, ratioText, spreadText } from './spread.ts';

const trials = 20_000;
const steps = 100;
const cueStep = 20;
const design: GridDesign = {
  cues: [
    { id: 'a', title: 'A' },
    { id: 'b', title: 'B' },
  ],
  trialTypes: {
    cued: {
      title: 'cued',
      cues: [{ cue: 'a', onsetSeconds: 0, durationSeconds: 2 }],
      rewards: [{ time: { kind: 'fixed', seconds: 2 }, magnitude: 1, probability: 1 }],
    },
    both: {
      title: 'both cues',
      cues: [
        { cue: 'a', onsetSeconds: 0, durationSeconds: 2 },
        { cue: 'b', onsetSeconds: 0, durationSeconds: 2 },
      ],
      rewards: [{ time: { kind: 'fixed', seconds: 2 }, magnitude: 1, probability: 1 }],
    },
  },
  phases: [{ id: 'training', trials, plastic: true, mixture: { cued: 1, both: 1 }, order: 'blocked' }],
  iti: { kind: 'fixed', seconds: 2 },
  trialSeconds: 8,
  stepSeconds: 0.1,
};

interface Work {
  readonly architecture: string;
  readonly parameters: Readonly<Record<string, number | boolean>>;
  readonly learningRate: number;
  readonly type: 'cued' | 'both';
}

interface Learned extends Timed {
  /** RPE of the last trial at the cue and at the reward. */
  readonly cue: number;
  readonly reward: number;
}

/** Trials with RPE and value of every step written, each trial overwriting the last as in C and numpy. */
function learn({ architecture, parameters, learningRate, type }: Work, count: number): Learned {
  const declared: TrialArchitecture = findTrialArchitecture(architecture);
  const defaults = Object.fromEntries(
    Object.entries(declared.parameters).map(([name, parameter]) => [name, parameter.default]),
  );
  const encoder = bound(declared, { ...defaults, ...parameters }).create(design);
  const rule = findTrialRule('td-lambda');
  const learner = rule.create(
    { learningRate, traceDecay: 0.95, trace: 'accumulating', boundary: 'reset' },
    {
      terms: { discount: 0.98, rewardRateLearning: 0 },
      layout: encoder.layout,
      size: encoder.size,
      label: (feature) => encoder.label(feature),
      design,
      random: randomStream(1, 'agent'),
    },
  );
  const env = findTrialEnv('conditioning-chamber');
  const trial: Trial = env.realise(
    design,
    design.phases[0] as Phase,
    type,
    { index: 0, startSeconds: 0, startStep: 0 },
    undefined as never,
  );
  const signals = { rpe: new Float64Array(steps), value: new Float64Array(steps), offset: 0 };
  const naive = encoder.state();
  const draws = stepDraws(1, 'agent');
  const took = timed(() => {
    for (let i = 0; i < count; i++) {
      // The references reset at each trial, and write all of its signals.
      encoder.restore(naive);
      signals.rpe.fill(0);
      signals.value.fill(0);
      learner.learnTrial(trial, encoder.encode(trial), signals, draws);
    }
  });
  return { ...took, cue: signals.rpe[cueStep] as number, reward: signals.rpe[cueStep + 20] as number };
}

const microstimuli: Work = {
  architecture: 'microstimuli',
  // The references compute features however small they are.
  parameters: { count: 25, decay: 0.985, width: 0.08, rewardMicrostimuli: false, faintest: 1e-12 },
  learningRate: 0.05,
  type: 'cued',
};
const bothShown: Work = { ...microstimuli, type: 'both' };
const serial: Work = {
  architecture: 'complete-serial-compound',
  parameters: { serialSeconds: 8 },
  learningRate: 0.05,
  type: 'cued',
};

/** Each kernel once, for a comparison of two revisions. */
export const linearTdKernels = {
  'linear TD(λ), 2 x 25 microstimuli, one cue shown': () => learn(microstimuli, trials),
  'linear TD(λ), 2 x 25 microstimuli, both cues shown': () => learn(bothShown, trials),
  'linear TD(λ), complete serial compound': () => learn(serial, trials),
};

const rounds = 7;
/** Of numpy, which is slower. */
const fewerTrials = 2000;

/** The kernels compared with numpy and with C, doing the same work alternately; throws if their numbers differ. */
export function linearTd(root: string): readonly Row[] {
  const numpy = (...args: readonly string[]) => other('python3', [join(root, 'bench/td_numpy.py'), ...args]);
  const folder = mkdtempSync(join(tmpdir(), 'phasic-bench-'));
  const c = (...flags: readonly string[]): (() => Learned | undefined) => {
    const program = join(folder, flags.join(''));
    const built = output('gcc', [...flags, join(root, 'bench/td.c'), '-o', program, '-lm']) !== undefined;
    return () => (built ? other(program, [String(trials)]) : undefined);
  };
  const found = alternated<Side, Learned | undefined>(rounds, {
    oneShown: () => learn(microstimuli, trials),
    bothShown: () => learn(bothShown, trials),
    serial: () => learn(serial, trials),
    numpy: () => numpy(String(fewerTrials)),
    numpySerial: () => numpy(String(fewerTrials), '--csc'),
    plainC: c('-O2'),
    nativeC: c('-O3', '-march=native'),
  });
  rmSync(folder, { recursive: true });
  const fewer = learn(microstimuli, fewerTrials);
  found.numpy.forEach((theirs) => checkEqual('numpy', theirs, fewer));
  found.plainC.forEach((theirs, round) => checkEqual('C', theirs, found.oneShown[round]));
  const row = (what: string, own: OwnSide, ...others: readonly (readonly [Side, string])[]): Row => {
    const ours = found[own] as readonly Learned[];
    return {
      what: `${what}, ${steps} steps, RPE and value written`,
      measured: `${spreadText(ours.map(({ cpu }) => trials / cpu))} trials per CPU s; ${spreadText(ours.map(({ wall }) => trials / wall))} per s`,
      against: others.map(([name, title]) => compared(ours, found[name], name, title)).join('; '),
    };
  };
  const dense = [
    ['numpy', 'numpy'],
    ['plainC', 'C -O2'],
    ['nativeC', 'C -O3 -march=native'],
  ] as const;
  return [
    // The references' cue B is never shown: they compute its features, which stay 0 and are skipped here. With both
    // shown nothing is skipped.
    row('linear TD(λ), 2 x 25 microstimuli, one cue shown', 'oneShown', ...dense),
    row('linear TD(λ), 2 x 25 microstimuli, both cues shown', 'bothShown', ...dense),
    row('linear TD(λ), complete serial compound', 'serial', ['numpySerial', 'numpy, dense']),
  ];
}

type OwnSide = 'oneShown' | 'bothShown' | 'serial';
type Side = OwnSide | 'numpy' | 'numpySerial' | 'plainC' | 'nativeC';

/** How many times as many trials per CPU second, in the same round. */
function compared(ours: readonly Learned[], theirs: readonly (Learned | undefined)[], name: Side, title: string) {
  const each = name.startsWith('numpy') ? fewerTrials : trials;
  const pairs = theirs.flatMap((their, round) =>
    their === undefined ? [] : [[trials / (ours[round] as Learned).cpu, each / their.cpu] as const],
  );
  return pairs.length < rounds ? `${title} not installed` : ratioText(pairs, title);
}

function other(program: string, args: readonly string[]): Learned | undefined {
  const printed = output(program, args, { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' });
  return printed === undefined ? undefined : (JSON.parse(printed) as Learned);
}

function checkEqual(title: string, theirs: Learned | undefined, ours: Learned | undefined): void {
  if (theirs === undefined || ours === undefined) return;
  const same = (['cue', 'reward'] as const).every((event) => Math.abs(theirs[event] - ours[event]) < 1e-9);
  if (!same)
    throw new Error(
      `unequal work: ${title} has cue ${theirs.cue} reward ${theirs.reward}, here ${ours.cue} ${ours.reward}`,
    );
}
