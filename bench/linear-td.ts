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
import { cpuSeconds, middle, output, ratio, trialsPerSecond, type Row } from './measure.ts';

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

/**
 * Trials per CPU second with RPE and value of every step written, each trial overwriting the last as in C and numpy,
 * and the last trial's RPE at cue and reward.
 */
function learn(
  { architecture, parameters, learningRate, type }: Work,
  count: number,
): { rate: number; cue: number; reward: number } {
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
  const took = cpuSeconds(() => {
    for (let i = 0; i < count; i++) {
      // The references reset at each trial, and write all of its signals.
      encoder.restore(naive);
      signals.rpe.fill(0);
      signals.value.fill(0);
      learner.learnTrial(trial, encoder.encode(trial), signals, draws);
    }
  });
  return { rate: count / took, cue: signals.rpe[cueStep] as number, reward: signals.rpe[cueStep + 20] as number };
}

const microstimuli: Work = {
  architecture: 'microstimuli',
  // The references compute features however small they are.
  parameters: { count: 25, decay: 0.985, width: 0.08, rewardMicrostimuli: false, faintest: 1e-12 },
  learningRate: 0.05,
  type: 'cued',
};
const serial: Work = {
  architecture: 'complete-serial-compound',
  parameters: { serialSeconds: 8 },
  learningRate: 0.05,
  type: 'cued',
};

const rounds = 7;

/** The kernels compared with numpy and with C, doing the same work alternately; throws if their numbers differ. */
export function linearTd(root: string): readonly Row[] {
  const c = compiled(root);
  const found = Array.from({ length: rounds }, () => ({
    own: learn(microstimuli, trials).rate,
    c: c?.rate(),
    // The reference's cue B is never shown, and features that stay 0 are skipped here; with both shown nothing is
    // skipped.
    allLive: learn({ ...microstimuli, type: 'both' }, trials).rate,
    numpy: trialsPerSecond(output('python3', [join(root, 'bench/td_numpy.py'), '2000'], oneThread)),
    serial: learn(serial, trials).rate,
    numpySerial: trialsPerSecond(output('python3', [join(root, 'bench/td_numpy.py'), '2000', '--csc'], oneThread)),
  }));
  c?.remove();
  checkEqual(output('python3', [join(root, 'bench/td_numpy.py'), '2000']), learn(microstimuli, 2000));
  type Rates = (typeof found)[number];
  const rate = (name: keyof Rates): number | undefined => {
    const rates = found.flatMap((round) => round[name] ?? []);
    return rates.length < rounds ? undefined : middle(rates);
  };
  const row = (
    what: string,
    own: 'own' | 'allLive' | 'serial',
    ...others: readonly (readonly [keyof Rates, string])[]
  ): Row => {
    const ours = rate(own) as number;
    return {
      what,
      measured: `${Math.round(ours)} trials per CPU s`,
      against: others.map(([name, title]) => ratio(ours, rate(name), title)).join('; '),
    };
  };
  return [
    row(
      'linear TD(λ), 2 x 25 microstimuli, 100 steps, RPE and value written',
      'own',
      ['numpy', 'numpy'],
      ['c', 'C -O2'],
    ),
    row(
      'the same with both cues shown, so that all 50 features are live',
      'allLive',
      ['numpy', 'numpy'],
      ['c', 'C -O2'],
    ),
    row('linear TD(λ), complete serial compound, 100 steps, RPE and value written', 'serial', [
      'numpySerial',
      'numpy, dense',
    ]),
  ];
}

const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

function checkEqual(printed: string | undefined, ours: { cue: number; reward: number }): void {
  const found = printed?.match(/cue (-?[\d.]+) reward (-?[\d.]+)/);
  if (!found) return;
  const same = Math.abs(Number(found[1]) - ours.cue) < 1e-4 && Math.abs(Number(found[2]) - ours.reward) < 1e-4;
  if (!same) throw new Error(`unequal work: numpy prints ${found[0]}, here cue ${ours.cue} reward ${ours.reward}`);
}

function compiled(root: string): { rate(): number | undefined; remove(): void } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'phasic-bench-'));
  const program = join(folder, 'td');
  const remove = (): void => rmSync(folder, { recursive: true });
  if (output('gcc', ['-O2', join(root, 'bench/td.c'), '-o', program, '-lm']) !== undefined)
    return { rate: () => trialsPerSecond(output(program, [String(trials)])), remove };
  remove();
  return undefined;
}
