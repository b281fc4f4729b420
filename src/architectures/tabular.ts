import { defineArchitecture } from '../contracts/architecture.ts';
import { binaryTable } from './tables/binary-table.ts';
import { shapeEncoder } from './tables/shape-encoder.ts';

/**
 * x_i = 1 for each pair of the state in which a trial begins and an action open there, at the moment of choice; feature i = state x number of
 * actions + action. Which states follow depends on what is chosen, so the rule looks up their pairs itself.
 */
export default defineArchitecture({
  id: 'tabular',
  version: 1,
  title: 'Table of states and actions',
  summary: 'One unit for each action in each state, and nothing shared between them: what is learned of one pair says nothing about another.',
  citation: { text: 'Watkins 1989, Learning from Delayed Rewards, PhD thesis, King’s College Cambridge' },
  parameters: {},
  timescale: 'choice',
  create(_, { states = [], actions = [] }) {
    return shapeEncoder({
      size: states.length * actions.length,
      layout: 'binary',
      label: (feature) => `${states[Math.floor(feature / actions.length)]?.title}: ${actions[feature % actions.length]?.title}`,
      build: (trial) =>
        binaryTable(trial, (mark) => {
          const first = trial.stages?.[0];
          for (const { action } of first?.options ?? []) mark((first as { step: number }).step, (first as { state: number }).state * actions.length + action);
        }),
    });
  },
});
