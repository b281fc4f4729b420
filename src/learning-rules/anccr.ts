import { InputError } from '../core/errors.ts';
import { eventStreamOf } from '../contracts/event-stream.ts';
import { defineLearningRule, type LearnerSetup } from '../contracts/learning-rule.ts';
import { causalGroups } from './event/anccr/causal-units.ts';
import { anccrLearner } from './event/anccr/learner.ts';
import { anccrParameters } from './event/anccr/parameters.ts';

/**
 * Adjusted net contingency for causal relations (Jeong et al. 2022). With γ = e^(-1/T), at each event j:
 *   all traces fade, E_i <- E_i γ^Δt, and so does recency Δ_i; then E_j <- E_j + 1, Δ_j <- 1
 *   if j is meaningful, M_ij <- M_ij + α (E_i - M_ij); every 0.2 s, M_i <- M_i + k α (E_i - M_i)
 *   after n events, α = α1 + (α0 - α1) e^(-κ n)
 *   PRC_ij = M_ij - M_i;  SRC_ij = PRC_ij M_j / M_i;  NC = w SRC + (1 - w) PRC;  i causes j where NC_ij > θ
 *   ANCCR_ij = NC_ij R_ij - Σ_k ANCCR_kj Δ_k over the causes k of i, rows in order of the events, cues first
 *   dopamine DA_j = Σ_i ANCCR_ji over meaningful i; j becomes meaningful where DA_j + β_j > θ
 *   DA_j >= 0: R_ij <- R_ij + α_r (r_j - R_ij) for all i; DA_j < 0: R_ij loses the share α_r (Δ_i / n_i) / Σ of itself, over causes i of j
 * An omission, if it is an event, counts once the reward has a known cause; it then takes the place of the reward, R =
 * R of the reward. rpe shows DA_j at the step of event j. value shows what recent cues predict, Σ_i NC_ij R_ij Δ_i over
 * outcomes j and the cues i that count as their causes, for each cue until the outcome that follows it: the model has
 * no value function, and this is the part of ANCCR that an outcome is compared with. That behaviour needs the
 * contingency to have crossed the threshold is the paper's account of why it lags. T is a multiple of the mean interval
 * between the last outcomes; it changes at outcomes alone. γ of the objective is not used. If learning is held, M, R
 * and the set of meaningful events are held, and traces continue.
 */
export default defineLearningRule({
  id: 'anccr',
  version: 4,
  title: 'ANCCR, contingency of causes',
  summary:
    'Looks back from each meaningful event to what preceded it more often than by chance, and so finds causes. Dopamine signals how much an event causes meaningful outcomes, beyond what its own causes predicted; it is not a prediction error.',
  citation: { text: 'Jeong et al. 2022, Science 378:eabq6740', doi: '10.1126/science.abq6740' },
  parameters: anccrParameters,
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
