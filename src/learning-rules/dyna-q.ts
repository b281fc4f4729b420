import { defineControlRule } from '../contracts/learning-rule.ts';
import { ActionValueAgent, actionValueParameters, maximum, planningParameters } from './control/action-value-agent.ts';
import { planner } from './control/planner.ts';
import { actionValue, policy } from './control/acting-units.ts';

/**
 * Q-learning from each real step, and after it from n replayed ones: a random visited state-action pair, with its last
 * outcome (Sutton 1990; Sutton & Barto 2018, 8.2). With κ > 0 a replayed reward is raised by κ √τ, τ the steps since
 * the pair was last tried (Dyna-Q+, 8.3). States must be discrete.
 */
export default defineControlRule({
  id: 'dyna-q',
  version: 1,
  title: 'Dyna-Q',
  summary:
    'Q-learning that also learns from memory: after each step it replays remembered steps, as the hippocampus might, and so needs far fewer real ones.',
  citation: {
    text: 'Sutton 1990, Integrated architectures for learning, planning, and reacting, ICML; Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press, 8.2',
  },
  parameters: { ...actionValueParameters, ...planningParameters },
  timescale: 'control',
  heeds: ['discount', 'traceDecay'],
  encoders: ['binary'],
  units: [actionValue, policy],
  takesPolicy: true,
  create({ planningSteps, bonus, ...parameters }, setup) {
    const planning = planner({ steps: planningSteps, bonus, learningRate: parameters.learningRate, setup });
    return new ActionValueAgent(
      { id: 'dyna-q', stateValue: maximum, cutsTraces: true, plan: planning.plan, planState: planning },
      parameters,
      setup,
    );
  },
});
