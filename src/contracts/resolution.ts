import { real } from './parameters.ts';
import { notSearched } from './searched.ts';

/**
 * The time grid on which an agent updates. Events fall into the step that contains them; the experiment's own times are
 * continuous.
 */
export const resolution = ({
  default: seconds = 0.1,
  help = 'the agent updates once in this time; an event falls into the step that contains it',
}: { readonly default?: number; readonly help?: string } = {}) => ({
  resolutionSeconds: real({
    default: seconds,
    min: 0.01,
    max: 1,
    multipleOf: 0.001,
    unit: 's',
    symbol: 'Δt',
    searched: notSearched('the grid, not part of the theory'),
    help,
  }),
});

/** For rules that learn once per trial, choice or event: their results do not depend on it. */
export const shownResolution = resolution({
  help: 'how finely its signals are shown; it learns per trial, choice or event, not per step',
});
