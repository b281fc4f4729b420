import { InputError } from '../core/errors.ts';
import { eventStreamOf } from '../contracts/event-stream.ts';
import { defineLearningRule, type LearnerSetup } from '../contracts/learning-rule.ts';
import { integer, real, type Values } from '../contracts/parameters.ts';
import { byFactors, evenly, notSearched, searchedRates } from '../contracts/searched.ts';
import { causalGroups } from './event/anccr/causal-units.ts';
import { anccrLearner } from './event/anccr/learner.ts';

const parameters = {
  learningRate: real({
    default: 0.02,
    min: 0,
    max: 1,
    symbol: 'α',
    unit: 'per event',
    searched: searchedRates,
    help: 'Share of the way that the contingency with an event moves at each such event, after many events',
  }),
  initialLearningRate: real({
    default: 0.25,
    min: 0,
    max: 1,
    symbol: 'α0',
    unit: 'per event',
    searched: searchedRates,
    help: 'The same before any event; as published for naive animals',
  }),
  annealingRate: real({
    default: 0.1,
    min: 0,
    max: 100,
    symbol: 'κ',
    unit: 'per event',
    searched: byFactors(0.01, 1),
    help: 'How fast the learning rate comes down from the one to the other, e-folds an event; as published for naive animals',
  }),
  rewardLearningRate: real({
    default: 0.2,
    min: 0,
    max: 1,
    symbol: 'α_r',
    unit: 'per outcome',
    searched: searchedRates,
    help: 'Share of the way that causal weights move at each outcome',
  }),
  baselineRatio: real({
    default: 1,
    min: 0,
    max: 10,
    symbol: 'k',
    searched: byFactors(0.01, 10),
    help: 'Learning rate of the base rates relative to that of the contingencies; published as 1 for random rewards and the recorded tasks, 0.01 for textbook conditioning',
  }),
  retrospectiveShare: real({
    default: 0.5,
    min: 0,
    max: 1,
    symbol: 'w',
    help: 'Weight of the successor contingency against the predecessor contingency',
  }),
  threshold: real({
    default: 0.6,
    min: 0,
    max: 5,
    symbol: 'θ',
    searched: evenly(0.1, 1.5),
    help: 'Contingency above which one event counts as cause of another, and dopamine above which an event becomes meaningful',
  }),
  timeConstantRatio: real({
    default: 1.2,
    min: 0.01,
    max: 100,
    symbol: 'T/IRI',
    searched: byFactors(0.1, 10),
    help: 'Time constant of the event traces, in mean intervals between the outcomes so far',
  }),
  priorIntervalSeconds: real({
    default: 30,
    min: 0.1,
    max: 10_000,
    unit: 's',
    symbol: 'IRI0',
    searched: byFactors(3, 300),
    help: 'Interval between outcomes that is expected before any has come; it counts as one interval in their mean',
  }),
  intervalMemory: integer({
    default: 100,
    min: 1,
    max: 1_000_000,
    unit: 'outcomes',
    searched: byFactors(10, 1000),
    help: 'Number of intervals between outcomes that their mean reaches back over, so that it follows a new condition (in the paper it is that of each condition)',
  }),
  timeConstantSeconds: real({
    default: 0,
    min: 0,
    max: 10_000,
    unit: 's',
    symbol: 'T',
    searched: notSearched('0 leaves it to timeConstantRatio, which is searched'),
    help: 'Time constant of the event traces itself, as published for each task; 0 leaves it to the ratio',
  }),
  minimumRate: real({
    default: 0.001,
    min: 0,
    max: 1,
    unit: 'per s',
    searched: byFactors(1e-4, 0.1),
    help: 'Base rate below which an event has no successor contingency',
  }),
  samplingSeconds: real({
    default: 0.2,
    min: 0.01,
    max: 10,
    unit: 's',
    searched: notSearched('a clock, and no part of the theory'),
    help: 'Time between two samples of the base rates',
  }),
  jitterSeconds: real({
    default: 0.1,
    min: 0,
    max: 1,
    unit: 's',
    searched: notSearched('tells apart what happens in one moment, and no part of the theory'),
    help: 'Standard deviation of the delay with which events of one moment are perceived one after another',
  }),
  outcomeMeaning: real({
    default: 1,
    min: 0,
    max: 10,
    symbol: 'β',
    searched: byFactors(0.25, 4),
    help: 'Innate meaning of an outcome, which makes it a target of causal learning from the start',
  }),
};
export type AnccrParameters = Values<typeof parameters>;

/**
 * Adjusted net contingency for causal relations (Jeong et al. 2022). With γ = e^(-1/T), at each event j:
 *   all traces fade, E_i <- E_i γ^Δt, and so does recency Δ_i; then E_j <- E_j + 1, Δ_j <- 1
 *   if j is meaningful, M_ij <- M_ij + α (E_i - M_ij); every 0.2 s, M_i <- M_i + k α (E_i - M_i)
 *   after n events, α = α1 + (α0 - α1) e^(-κ n)
 *   PRC_ij = M_ij - M_i;  SRC_ij = PRC_ij M_j / M_i;  NC = w SRC + (1 - w) PRC;  i causes j where NC_ij > θ
 *   ANCCR_ij = NC_ij R_ij - Σ_k ANCCR_kj Δ_k over the causes k of i, rows in order of the events, cues first
 *   dopamine DA_j = Σ_i ANCCR_ji over meaningful i; j becomes meaningful where DA_j + β_j > θ
 *   DA_j >= 0: R_ij <- R_ij + α_r (r_j - R_ij) for all i; DA_j < 0: R_ij loses the share α_r (Δ_i / n_i) / Σ of itself, over causes i of j
 * An omission, if it is an event, counts once the reward has a known cause; it then stands for the reward, R = R of the reward.
 * rpe shows DA_j at the step of event j. value shows what recent cues foretell, Σ_i NC_ij R_ij Δ_i over outcomes j and the cues i that
 * count as their causes, for each cue until the outcome that follows it: the model has no value of its own, and this is the part of ANCCR that
 * an outcome is compared with. That behaviour needs the contingency to have crossed the threshold is the paper's account of why it lags.
 * T is a multiple of the mean interval between the last outcomes; it changes at outcomes alone. γ of the objective is not used. Where learning is held, M, R and what is meaningful are held and traces run on.
 */
export default defineLearningRule({
  id: 'anccr',
  version: 3,
  title: 'ANCCR, contingency of causes',
  summary:
    'Looks back from each meaningful event to what came before it more often than chance, and so finds causes. Dopamine says how much of a cause of something meaningful an event is, beyond what its own causes had announced; it is not an error of prediction.',
  citation: { text: 'Jeong et al. 2022, Science 378:eabq6740', doi: '10.1126/science.abq6740' },
  parameters,
  timescale: 'event',
  units: causalGroups,
  create(values, setup) {
    requireEvents(setup);
    const { design, size } = setup;
    const cuesAndOutcomes = eventStreamOf(design, false).titles.length;
    const stream = eventStreamOf(design, size > cuesAndOutcomes);
    return anccrLearner(values, stream, setup);
  },
});

function requireEvents({ layout, terms }: LearnerSetup): void {
  if (layout !== 'binary')
    throw new InputError(
      'it learns from events, not from states',
      'learning rule anccr',
      "use the architecture 'event-stream'",
    );
  if (terms.rewardRateLearning !== 0) {
    throw new InputError(
      'it learns at events and has no reward per step',
      'learning rule anccr',
      "use the objective 'discounted-return'",
    );
  }
}
