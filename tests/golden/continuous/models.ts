import type { Design, GridDesign } from '../../../src/contracts/design.ts';
import type { PartialPart } from '../../../src/spec/spec.ts';
import type { Trial } from '../../../src/contracts/trial.ts';
import { channelRpe, channelValue } from '../../../src/contracts/units.ts';
import type { RandomStream } from '../../../src/core/random.ts';
import { agentDraws } from '../../../src/engine/trial-session.ts';
import { anccr } from './anccr.ts';
import { beliefDesign, beliefs } from './belief.ts';
import { channels, expectiles, means, quantiles, timescales, type Predictor } from './channels.ts';
import { actorCritic, choices, expectedSarsa, opal, qLearning, sarsa, type ChoiceModel } from './choices.ts';
import { between, oneOf, type Limits } from './designs.ts';
import { microstimuli, presence, serialCompound, type Features } from './features.ts';
import { kalmanTd } from './kalman.ts';
import { rangeNormalised } from './range.ts';
import { rateEstimation } from './ret.ts';
import { semiMarkov } from './semi-markov.ts';
import type { Moment } from './stream.ts';
import { successor } from './successor.ts';
import { averageReward, td } from './td.ts';
import { hybrid, mackintosh, pearceHall, rescorlaWagner, trialLevel, type TrialLevel } from './trial-level.ts';

/** A finished session: its trials with draws and choices, and the same as one sequence of steps. */
interface Seen {
  readonly trials: readonly Trial[];
  /** First step of each trial. */
  readonly offsets: readonly number[];
  readonly moments: readonly Moment[];
  readonly design: GridDesign;
  readonly seed: number;
}

/** The signals of a model in each step; also those of each predictor if it has many: step after step, by the id of the group. */
interface Expected {
  readonly rpe: readonly number[];
  readonly value?: readonly number[];
  readonly units?: Readonly<Record<string, readonly number[]>>;
}

/** The world of an agent, and its step. */
export interface World {
  readonly world: PartialPart;
  readonly design?: Design;
  readonly stepSeconds: number;
}

/** An agent with randomly drawn parameters, and the same as equations. */
interface Drawn {
  /** If it is not one of the designs that are drawn for all models. */
  readonly world?: World;
  readonly architecture: PartialPart;
  readonly objective: PartialPart;
  readonly learningRule: PartialPart;
  readonly policy?: PartialPart;
  slow(seen: Seen): Expected;
}

interface Model {
  readonly name: string;
  readonly limits?: Limits;
  draw(random: RandomStream): Drawn;
}

type Values = Readonly<Record<string, number | string | boolean>>;
const part = (id: string, parameters: Values = {}) => ({ id, parameters });
const sizesOf = ({ cues, contexts = [], stepSeconds }: GridDesign) => ({
  cues: cues.length,
  contexts: contexts.length,
  stepSeconds,
});

/** Conversions of a value per second to one step: the remaining share, the lost share, and the gain. */
const kept = (perSecond: number, { stepSeconds }: GridDesign): number => perSecond ** stepSeconds;
const lost = (perSecond: number, { stepSeconds }: GridDesign): number =>
  -Math.expm1(stepSeconds * Math.log1p(-perSecond));
const gained = (perSecond: number, { stepSeconds }: GridDesign): number => perSecond * stepSeconds;

/**
 * An accumulating trace of a lasting feature is its sum over the steps, which converges to 1 / (1 - κ) times the feature, with κ = γλ per step. To learn equally fast
 * on any grid it is weighted by the ratio of the limit for .1 s to that of the step.
 */
const lastingShare = (perSecond: number, { stepSeconds }: GridDesign): number =>
  (1 - perSecond ** stepSeconds) / (1 - perSecond ** 0.1);

interface Encoding {
  /** Whether its features last for more than a step. */
  readonly isLasting?: true;
  readonly architecture: PartialPart;
  features(seen: Seen): Features;
}

function lines(random: RandomStream, given: Values = {}, lengths: readonly number[] = [1, 2.5, 6]): Encoding {
  const parameters = {
    serialSeconds: oneOf(random, lengths),
    boundary: oneOf(random, ['reset', 'continuous']),
    resetAtReward: false,
    ...given,
  };
  const { serialSeconds, boundary, resetAtReward } = parameters;
  return {
    architecture: part('complete-serial-compound', parameters),
    features: ({ moments, design }) =>
      serialCompound(
        moments,
        sizesOf(design),
        Math.max(1, Math.round(serialSeconds / design.stepSeconds)),
        boundary === 'reset',
        resetAtReward,
      ),
  };
}

function memories(random: RandomStream, most = 40): Encoding {
  const parameters = {
    count: 3 + random.integer(most - 2),
    decay: between(random, 0.1, 0.8),
    width: between(random, 0.05, 0.2),
    rewardMicrostimuli: random.next() < 0.7,
    faintest: oneOf(random, [1e-9, 0.001, 0.02]),
  };
  return {
    isLasting: true,
    architecture: part('microstimuli', parameters),
    features: ({ moments, design }) =>
      microstimuli(moments, sizesOf(design), {
        ...parameters,
        decay: kept(parameters.decay, design),
        hasReward: parameters.rewardMicrostimuli,
      }),
  };
}

const whileOn: Encoding = {
  isLasting: true,
  architecture: part('presence'),
  features: ({ moments, design }) => presence(moments, sizesOf(design)),
};

const discounted = (discount: number): PartialPart => part('discounted-return', { discount });

function tdZero(encoding: Encoding, random: RandomStream): Drawn {
  const [alpha, gamma] = [between(random, 0.05, 0.5), between(random, 0.4, 1)];
  return {
    architecture: encoding.architecture,
    objective: discounted(gamma),
    learningRule: part('td-zero', { learningRate: alpha }),
    slow: (seen) =>
      td(seen.moments, encoding.features(seen), {
        alpha,
        gamma: kept(gamma, seen.design),
        lambda: 0,
        trace: 'accumulating',
      }),
  };
}

function tdLambda(encoding: Encoding, random: RandomStream, trace: string, fastest: number): Drawn {
  const [alpha, gamma, lambda] = [
    between(random, 0.2 * fastest, fastest),
    between(random, 0.4, 1),
    between(random, 0.05, 0.8),
  ];
  return {
    architecture: encoding.architecture,
    objective: discounted(gamma),
    learningRule: part('td-lambda', { learningRate: alpha, traceDecay: lambda, trace }),
    slow({ moments, design, ...seen }) {
      const rate =
        encoding.isLasting === true && trace === 'accumulating' ? alpha * lastingShare(gamma * lambda, design) : alpha;
      return td(moments, encoding.features({ moments, design, ...seen }), {
        alpha: rate,
        gamma: kept(gamma, design),
        lambda: kept(lambda, design),
        trace,
      });
    },
  };
}

function averaged(encoding: Encoding, random: RandomStream): Drawn {
  const [alpha, eta] = [between(random, 0.05, 0.3), between(random, 0.005, 0.1)];
  return {
    architecture: encoding.architecture,
    objective: part('average-reward', { rewardRateLearning: eta }),
    learningRule: part('td-zero', { learningRate: alpha }),
    slow: (seen) => averageReward(seen.moments, encoding.features(seen), { alpha, eta: lost(eta, seen.design) }),
  };
}

function kalman(encoding: Encoding, random: RandomStream): Drawn {
  const [c, s, q, gamma] = [
    between(random, 0.5, 2),
    between(random, 0.3, 2),
    between(random, 0, 0.1),
    between(random, 0.4, 1),
  ];
  const onsetsTeach = random.next() < 0.5;
  return {
    architecture: encoding.architecture,
    objective: discounted(gamma),
    learningRule: part('kalman-td', { priorVariance: c, noiseVariance: s, diffusionVariance: q, onsetsTeach }),
    slow: (seen) =>
      kalmanTd(seen.moments, encoding.features(seen), {
        c,
        s,
        q: gained(q, seen.design),
        gamma: kept(gamma, seen.design),
        onsetsTeach,
      }),
  };
}

function successors(encoding: Encoding, random: RandomStream, lambda: number): Drawn {
  const [alphaM, alphaW, g, gamma] = [
    between(random, 0.05, 0.3),
    between(random, 0.05, 0.3),
    between(random, 0.2, 1),
    between(random, 0.4, 1),
  ];
  return {
    architecture: encoding.architecture,
    objective: discounted(gamma),
    learningRule: part('successor-representation', {
      successorRate: alphaM,
      rewardRate: alphaW,
      negativeScale: g,
      traceDecay: lambda,
      boundary: 'continuous',
    }),
    slow: (seen) =>
      successor(seen.moments, encoding.features(seen), {
        alphaM,
        alphaW,
        g,
        lambda: kept(lambda, seen.design),
        gamma: kept(gamma, seen.design),
      }),
  };
}

function ranged(encoding: Encoding, random: RandomStream): Drawn {
  const [alpha, eta, initial, least, gamma] = [
    between(random, 0.02, 0.1),
    between(random, 0.02, 0.1),
    between(random, 0.5, 2),
    between(random, 0.1, 0.5),
    between(random, 0.4, 1),
  ];
  return {
    architecture: encoding.architecture,
    objective: discounted(gamma),
    learningRule: part('td-range-normalised', {
      learningRate: alpha,
      spreadRate: eta,
      initialSpread: initial,
      leastSpread: least,
    }),
    slow: (seen) =>
      rangeNormalised(seen.moments, encoding.features(seen), {
        alpha,
        eta,
        initial,
        least,
        gamma: kept(gamma, seen.design),
      }),
  };
}

function many(
  encoding: Encoding,
  objective: PartialPart,
  alpha: number,
  predictorsOf: (design: GridDesign) => readonly Predictor[],
): Drawn {
  return {
    architecture: encoding.architecture,
    objective,
    learningRule: part('td-zero', { learningRate: alpha }),
    slow(seen) {
      const predictors = predictorsOf(seen.design);
      const { rpe, value } = channels(seen.moments, encoding.features(seen), predictors);
      return {
        units: { [channelRpe.id]: rpe, [channelValue.id]: value },
        rpe: means(rpe, predictors.length),
        value: means(value, predictors.length),
      };
    },
  };
}

const onceATrial = (id: string, parameters: Values, rule: TrialLevel): Drawn => ({
  architecture: part('elemental'),
  objective: discounted(1),
  learningRule: part(id, parameters),
  slow: ({ trials, design }) => trialLevel(trials, sizesOf(design), rule),
});

/** Designs with choices cannot be drawn, so these are published ones with drawn parameters. */
function worldOf(random: RandomStream): PartialPart {
  const itiSeconds = between(random, 2, 8);
  switch (random.integer(3)) {
    case 0:
      return part('beron-2022', { trials: 40, blockTrials: 10, itiSeconds });
    case 1:
      return part('daw-2011', { trials: 40, itiSeconds });
    default:
      return part('roesch-2007', { blockTrials: 30, itiSeconds });
  }
}

function choosing(
  random: RandomStream,
  id: string,
  parameters: Values,
  gamma: number,
  modelOf: (gamma: number) => ChoiceModel,
): Drawn {
  const delays = oneOf(random, ['discounted', 'ignored']);
  const beta = between(random, 0.5, 4);
  return {
    world: { world: worldOf(random), stepSeconds: oneOf(random, [0.1, 0.2]) },
    architecture: part('tabular'),
    objective: discounted(gamma),
    learningRule: part(id, { ...parameters, delays }),
    policy: part('softmax', { inverseTemperature: beta }),
    slow: ({ trials, offsets, design, seed }) =>
      choices(trials, design, modelOf(delays === 'ignored' ? 1 : kept(gamma, design)), beta, ({ index, zeroStep }) =>
        agentDraws(seed).at((offsets[index] as number) + zeroStep),
      ),
  };
}

const actionValue = (id: string, model: typeof sarsa): Model => ({
  name: id,
  draw(random) {
    const [alpha, lambda, initialQ, gamma] = [
      between(random, 0.05, 0.5),
      oneOf(random, [0, 0.6]),
      between(random, 0, 0.5),
      between(random, 0.6, 1),
    ];
    return choosing(random, id, { learningRate: alpha, traceDecay: lambda, initialValue: initialQ }, gamma, (perStep) =>
      model({ gamma: perStep, alpha, lambda, initialQ }),
    );
  },
});

/** Beliefs of a subject trained in the first phase of its design. */
function believing(random: RandomStream): Drawn {
  const { design, taught, hazard, stepSeconds } = beliefDesign(random);
  const [alpha, gamma, lapse] = [
    between(random, 0.05, 0.3),
    between(random, 0.4, 1),
    oneOf(random, [1e-6, 1e-3, 0.02]),
  ];
  return {
    world: { world: 'own-design', design, stepSeconds },
    architecture: part('belief-state', { lapse, knowledge: 'trained' }),
    objective: discounted(gamma),
    learningRule: part('td-zero', { learningRate: alpha }),
    slow: ({ moments, design: grid }) =>
      td(moments, beliefs(moments, taught, hazard, lost(lapse, grid)), {
        alpha,
        gamma: kept(gamma, grid),
        lambda: 0,
        trace: 'accumulating',
      }),
  };
}

function dwelling(random: RandomStream): Drawn {
  const { design, taught, hazard, stepSeconds } = beliefDesign(random);
  const [alpha, lapse, doubt] = [
    between(random, 0.05, 0.3),
    oneOf(random, [1e-6, 1e-3, 0.02]),
    oneOf(random, [1e-3, 0.01, 0.1]),
  ];
  const restEnds = oneOf(random, ['event', 'step']);
  const [gamma, eta] = random.next() < 0.5 ? [1, between(random, 0.005, 0.1)] : [between(random, 0.4, 1), 0];
  return {
    world: { world: 'own-design', design, stepSeconds },
    architecture: part('semi-markov', { lapse, doubt, restEnds, knowledge: 'trained' }),
    objective: eta > 0 ? part('average-reward', { rewardRateLearning: eta }) : discounted(gamma),
    learningRule: part('semi-markov-td', { learningRate: alpha }),
    slow: ({ moments, design: grid }) =>
      semiMarkov(moments, taught, hazard, {
        lapse: lost(lapse, grid),
        doubt,
        restEnds,
        alpha,
        gamma: kept(gamma, grid),
        eta: lost(eta, grid),
      }),
  };
}

const traces = ['accumulating', 'replacing', 'dutch'];
/** Rules with pairs of features. */
const small: Limits = { steps: [0.2, 0.5], trials: 6, longestIti: 20 };

const ceilings = { none: Infinity, one: 1 };

const trialLevelModels: readonly Model[] = [
  {
    name: 'Rescorla-Wagner',
    draw(random) {
      const [rate, ratio] = [between(random, 0.1, 0.5), between(random, 0.2, 1)];
      return onceATrial('rescorla-wagner', { learningRate: rate, omissionRatio: ratio }, rescorlaWagner(rate, ratio));
    },
  },
  {
    name: 'Mackintosh',
    draw(random) {
      const [rate, attention, theta, least] = [
        between(random, 0.1, 0.5),
        between(random, 0.3, 0.8),
        between(random, 0.05, 0.3),
        between(random, 0.02, 0.2),
      ];
      return onceATrial(
        'mackintosh',
        { learningRate: rate, attention, attentionLearning: theta, leastAttention: least },
        mackintosh(rate, attention, theta, least),
      );
    },
  },
  {
    name: 'Pearce-Hall',
    draw(random) {
      const [betaE, betaI, associability, gamma] = [
        between(random, 0.1, 0.5),
        between(random, 0.1, 0.5),
        between(random, 0.3, 0.9),
        between(random, 0.1, 0.5),
      ];
      const ceiling = oneOf(random, ['none', 'one'] as const);
      return onceATrial(
        'pearce-hall',
        { excitatoryRate: betaE, inhibitoryRate: betaI, associability, surpriseLearning: gamma, ceiling },
        pearceHall(betaE, betaI, associability, gamma, ceilings[ceiling]),
      );
    },
  },
  {
    name: 'hybrid of Pearce-Hall and Rescorla-Wagner',
    draw(random) {
      const [kappa, associability, eta] = [
        between(random, 0.1, 0.5),
        between(random, 0.3, 1),
        between(random, 0.1, 0.5),
      ];
      const ceiling = oneOf(random, ['none', 'one'] as const);
      return onceATrial(
        'pearce-hall-hybrid',
        { learningRate: kappa, associability, surpriseLearning: eta, ceiling },
        hybrid(kappa, associability, eta, ceilings[ceiling]),
      );
    },
  },
];

const populationModels: readonly Model[] = [
  {
    name: 'expectiles',
    draw(random) {
      const [count, alpha, gamma, largestGain] = [
        2 + random.integer(6),
        between(random, 0.1, 0.5),
        between(random, 0.4, 1),
        between(random, 0.3, 0.8),
      ];
      return many(
        lines(random),
        part('expectile', { channels: count, gains: 'even', bootstrap: 'own', discount: gamma, largestGain }),
        alpha,
        (design) => expectiles(count, alpha, kept(gamma, design), largestGain),
      );
    },
  },
  {
    name: 'quantiles',
    draw(random) {
      const [count, alpha, gamma, tie] = [
        2 + random.integer(6),
        between(random, 0.02, 0.1),
        between(random, 0.4, 1),
        oneOf(random, ['none', 'up']),
      ];
      return many(
        lines(random),
        part('quantile', { channels: count, bootstrap: 'own', discount: gamma, tie }),
        alpha,
        (design) => quantiles(count, alpha, kept(gamma, design), tie),
      );
    },
  },
  {
    name: 'many time scales',
    draw(random) {
      const [count, alpha, smallest, largest] = [
        2 + random.integer(6),
        between(random, 0.05, 0.3),
        between(random, 0.3, 0.6),
        between(random, 0.8, 1),
      ];
      return many(
        lines(random),
        part('many-discounts', { channels: count, smallestDiscount: smallest, largestDiscount: largest }),
        alpha,
        ({ stepSeconds }) => timescales(count, alpha, smallest, largest, stepSeconds),
      );
    },
  },
];

const choiceModels: readonly Model[] = [
  actionValue('q-learning', qLearning),
  actionValue('sarsa', sarsa),
  actionValue('expected-sarsa', expectedSarsa),
  {
    name: 'actor-critic',
    draw(random) {
      const [critic, actor, lambda, gamma] = [
        between(random, 0.05, 0.3),
        between(random, 0.05, 0.5),
        oneOf(random, [0, 0.6]),
        between(random, 0.6, 1),
      ];
      return choosing(
        random,
        'actor-critic',
        { criticLearningRate: critic, actorLearningRate: actor, traceDecay: lambda },
        gamma,
        (perStep) => actorCritic({ gamma: perStep, critic, actor, lambda }),
      );
    },
  },
  {
    name: 'OpAL',
    draw(random) {
      const [critic, alphaG, alphaN, gamma] = [
        between(random, 0.05, 0.3),
        between(random, 0.05, 0.4),
        between(random, 0.05, 0.4),
        between(random, 0.6, 1),
      ];
      const [rho, initialV] = [between(random, -0.5, 0.5), between(random, 0, 0.6)];
      const parameters = {
        criticLearningRate: critic,
        goLearningRate: alphaG,
        noGoLearningRate: alphaN,
        choiceDopamine: rho,
        initialValue: initialV,
      };
      return choosing(random, 'opal', parameters, gamma, (perStep) =>
        opal({ gamma: perStep, critic, alphaG, alphaN, rho, initialV }),
      );
    },
  },
];

/** Published ANCCR has events for cues and rewards only. */
const cuesAndRewards: Limits = { contexts: false, punishments: false };

const rateModels: readonly Model[] = [
  {
    name: 'RET',
    draw(random) {
      const [r0, n0] = [between(random, 0.3, 2), between(random, 0.5, 5)];
      return {
        architecture: part('presence'),
        objective: discounted(1),
        learningRule: part('rate-estimation', { priorReinforcements: r0, priorSeconds: n0 }),
        slow: ({ moments, design }) => rateEstimation(moments, sizesOf(design), r0, n0),
      };
    },
  },
  {
    name: 'ANCCR',
    limits: cuesAndRewards,
    draw(random) {
      const values = {
        learningRate: between(random, 0.02, 0.1),
        rewardLearningRate: between(random, 0.1, 0.4),
        baselineRatio: between(random, 0.3, 1),
        retrospectiveShare: between(random, 0.2, 0.8),
        threshold: between(random, 0.2, 0.6),
        timeConstantSeconds: between(random, 3, 20),
        minimumRate: 0.001,
        samplingSeconds: between(random, 0.15, 0.5),
        outcomeMeaning: 1,
      };
      return {
        architecture: part('event-stream'),
        objective: discounted(1),
        learningRule: part('anccr', { ...values, initialLearningRate: values.learningRate, jitterSeconds: 0 }),
        slow: ({ moments, design }) => ({ rpe: anccr(moments, sizesOf(design), values) }),
      };
    },
  },
];

/** The models that are compared with their equations: those that learn per step, trial, event or choice. */
export const models: readonly Model[] = [
  ...trialLevelModels,
  { name: 'TD(0), serial compound', draw: (random) => tdZero(lines(random), random) },
  {
    name: 'TD(0), serial compound with reset at reward',
    draw: (random) => tdZero(lines(random, { resetAtReward: true }), random),
  },
  ...traces.flatMap((trace): readonly Model[] => [
    { name: `TD(λ), serial compound, ${trace}`, draw: (random) => tdLambda(lines(random), random, trace, 0.2) },
    { name: `TD(λ), presence, ${trace}`, draw: (random) => tdLambda(whileOn, random, trace, 0.03) },
    { name: `TD(λ), microstimuli, ${trace}`, draw: (random) => tdLambda(memories(random), random, trace, 0.03) },
  ]),
  { name: 'average reward', draw: (random) => averaged(lines(random), random) },
  { name: 'Kalman TD, serial compound', limits: small, draw: (random) => kalman(lines(random, {}, [0.5, 1]), random) },
  { name: 'Kalman TD, microstimuli', limits: small, draw: (random) => kalman(memories(random, 4), random) },
  { name: 'successor representation', limits: small, draw: (random) => successors(lines(random), random, 0) },
  {
    name: 'successor representation, with traces',
    limits: small,
    draw: (random) => successors(lines(random), random, 0.6),
  },
  ...populationModels,
  { name: 'errors relative to their spread', draw: (random) => ranged(lines(random, { resetAtReward: true }), random) },
  { name: 'belief TD', draw: believing },
  { name: 'semi-Markov TD', draw: dwelling },
  ...rateModels,
  ...choiceModels,
];
