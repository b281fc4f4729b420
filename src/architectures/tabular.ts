import { defineArchitecture } from '../contracts/architecture.ts';
import { choiceFeaturesOf } from '../contracts/choice-features.ts';
import { shownResolution } from '../contracts/resolution.ts';
import { binaryTable } from './tables/binary-table.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

/**
 * x_i = 1 for each pair of the trial's first state and an action available there, at the moment of choice; an object
 * that is taken has one feature for all states (contracts/choice-features.ts). Later states depend on the choices, so
 * the rule looks up their pairs itself.
 */
export default defineArchitecture({
  id: 'tabular',
  version: 1,
  title: 'Table of states and actions',
  summary:
    'One unit for each action in each state, or for each item that can be taken wherever it is seen, and nothing shared between them: what is learned about one does not generalise to another.',
  citation: { text: 'Watkins 1989, Learning from Delayed Rewards, PhD thesis, King’s College Cambridge' },
  parameters: shownResolution,
  timescale: 'choice',
  create(_, design) {
    const { size, index, label } = choiceFeaturesOf(design);
    return shapeEncoder({
      size,
      layout: 'binary',
      label,
      build: (window) =>
        binaryTable(window.rows, (mark) => {
          const [first] = window.stages ?? [];
          if (first !== undefined) for (const { action } of first.options) mark(first.step, index(first.state, action));
        }),
    });
  },
});
