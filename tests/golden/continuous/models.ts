import type { Design, GridDesign } from '../../../src/contracts/design.ts';
import type { PartialPart } from '../../../src/contracts/spec.ts';
import type { Trial } from '../../../src/contracts/trial.ts';
import type { RandomStream } from '../../../src/core/random.ts';
import { anccr } from './anccr.ts';
import { actorCritic, choices, expectedSarsa, opal, qLearning, sarsa, type ChoiceModel } from './choices.ts';
import { between, oneOf, type Limits } from './designs.ts';
import type { Moment } from './stream.ts';
import { hybrid, mackintosh, pearceHall, rescorlaWagner, trialLevel, type TrialLevel } from './trial-level.ts';

/** A session that is over: its trials with what was drawn and chosen, and the same as one sequence of steps. */
interface Seen {
  readonly trials: readonly Trial[];
  readonly moments: readonly Moment[];
  readonly design: GridDesign;
}

/** What a model shows in each step. */
interface Expected {
  readonly rpe: readonly number[];
  readonly value?: readonly number[];
}

/** What an agent is put into, and its grid. */
export interface World {
  readonly paradigm: PartialPart;
  readonly design?: Design;
  readonly stepSeconds: number;
}

/** An agent with parameters drawn at random, and the same as its equations. */
interface Drawn {
  /** Where it is not one of the designs that are drawn for all. */
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
const sizesOf = ({ cues, contexts = [], stepSeconds }: GridDesign) => ({ cues: cues.length, contexts: contexts.length, stepSeconds });

/** Of a value per second, what is left in one step. */
const kept = (perSecond: number, { stepSeconds }: GridDesign): number => perSecond ** stepSeconds;

const discounted = (discount: number): PartialPart => part('discounted-return', { discount });

const onceATrial = (id: string, parameters: Values, rule: TrialLevel): Drawn => ({
  architecture: part('elemental'),
  objective: discounted(1),
  learningRule: part(id, parameters),
  slow: ({ trials, design }) => trialLevel(trials, sizesOf(design), rule),
});

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
      const [rate, attention, theta, least] = [between(random, 0.1, 0.5), between(random, 0.3, 0.8), between(random, 0.05, 0.3), between(random, 0.02, 0.2)];
      return onceATrial('mackintosh', { learningRate: rate, attention, attentionLearning: theta, leastAttention: least }, mackintosh(rate, attention, theta, least));
    },
  },
  {
    name: 'Pearce-Hall',
    draw(random) {
      const [betaE, betaI, associability, gamma] = [between(random, 0.1, 0.5), between(random, 0.1, 0.5), between(random, 0.3, 0.9), between(random, 0.1, 0.5)];
      const ceiling = oneOf(random, ['none', 'one'] as const);
      return onceATrial('pearce-hall', { excitatoryRate: betaE, inhibitoryRate: betaI, associability, surpriseLearning: gamma, ceiling }, pearceHall(betaE, betaI, associability, gamma, ceilings[ceiling]));
    },
  },
  {
    name: 'hybrid of Pearce-Hall and Rescorla-Wagner',
    draw(random) {
      const [kappa, associability, eta] = [between(random, 0.1, 0.5), between(random, 0.3, 1), between(random, 0.1, 0.5)];
      const ceiling = oneOf(random, ['none', 'one'] as const);
      return onceATrial('pearce-hall-hybrid', { learningRate: kappa, associability, surpriseLearning: eta, ceiling }, hybrid(kappa, associability, eta, ceilings[ceiling]));
    },
  },
];

/** ANCCR as published knows cues and rewards. */
const cuesAndRewards: Limits = { contexts: false, punishments: false };

const rateModels: readonly Model[] = [
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
        learningRule: part('anccr', { ...values, jitterSeconds: 0 }),
        slow: ({ moments, design }) => ({ rpe: anccr(moments, sizesOf(design), values) }),
      };
    },
  },
];

/** Worlds with choices cannot be drawn, so these are published ones, with parameters that are. */
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

function choosing(random: RandomStream, id: string, parameters: Values, gamma: number, modelOf: (gamma: number) => ChoiceModel): Drawn {
  const delays = oneOf(random, ['discounted', 'ignored']);
  const beta = between(random, 0.5, 4);
  return {
    world: { paradigm: worldOf(random), stepSeconds: oneOf(random, [0.1, 0.2]) },
    architecture: part('tabular'),
    objective: discounted(gamma),
    learningRule: part(id, { ...parameters, delays }),
    policy: part('softmax', { inverseTemperature: beta }),
    slow: ({ trials, design }) => choices(trials, design, modelOf(delays === 'ignored' ? 1 : kept(gamma, design)), beta),
  };
}

const actionValue = (id: string, model: typeof sarsa): Model => ({
  name: id,
  draw(random) {
    const [alpha, lambda, initialQ, gamma] = [between(random, 0.05, 0.5), oneOf(random, [0, 0.6]), between(random, 0, 0.5), between(random, 0.6, 1)];
    return choosing(random, id, { learningRate: alpha, traceDecay: lambda, initialValue: initialQ }, gamma, (perStep) => model({ gamma: perStep, alpha, lambda, initialQ }));
  },
});

const choiceModels: readonly Model[] = [
  actionValue('q-learning', qLearning),
  actionValue('sarsa', sarsa),
  actionValue('expected-sarsa', expectedSarsa),
  {
    name: 'actor-critic',
    draw(random) {
      const [critic, actor, lambda, gamma] = [between(random, 0.05, 0.3), between(random, 0.05, 0.5), oneOf(random, [0, 0.6]), between(random, 0.6, 1)];
      return choosing(random, 'actor-critic', { criticLearningRate: critic, actorLearningRate: actor, traceDecay: lambda }, gamma, (perStep) => actorCritic({ gamma: perStep, critic, actor, lambda }));
    },
  },
  {
    name: 'OpAL',
    draw(random) {
      const [critic, alphaG, alphaN, gamma] = [between(random, 0.05, 0.3), between(random, 0.05, 0.4), between(random, 0.05, 0.4), between(random, 0.6, 1)];
      const [rho, initialV] = [between(random, -0.5, 0.5), between(random, 0, 0.6)];
      const parameters = { criticLearningRate: critic, goLearningRate: alphaG, noGoLearningRate: alphaN, choiceDopamine: rho, initialValue: initialV };
      return choosing(random, 'opal', parameters, gamma, (perStep) => opal({ gamma: perStep, critic, alphaG, alphaN, rho, initialV }));
    },
  },
];

/** The models that are held to their equations. */
export const models: readonly Model[] = [...trialLevelModels, ...rateModels, ...choiceModels];
