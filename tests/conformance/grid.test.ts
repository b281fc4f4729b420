import { expect, test } from 'vitest';
import { find, trialAgents } from '../../src/engine/registry.ts';
import { benchSpec } from '../../src/jobs/bench/bench-job.ts';
import { gridDifferences } from '../../src/jobs/bench/halved-grid.ts';

/**
 * Short sessions: an omitted reward, competing cues, several groups, choices. `npm run bench -- grid` has the whole
 * registry.
 */
const paradigms = ['schultz-1997', 'wagner-1968', 'own-design', 'morris-2006'];

const pairs = trialAgents()
  .filter(
    ({ learningRule }) =>
      find('learning-rules', learningRule.id).timescale !== 'control' &&
      !('slow' in find('learning-rules', learningRule.id)),
  )
  .flatMap(({ id }) =>
    paradigms
      .filter((paradigm) => benchSpec({ paradigm, agent: id }) !== undefined)
      .map((paradigm) => [id, paradigm] as const),
  );

test.each(pairs.filter(([agent]) => find('agents', agent).gridMatters === undefined))(
  '%s gives the same results in %s with half its step',
  (agent, paradigm) => {
    expect(
      gridDifferences({ agent, paradigm, seeds: 1 }),
      `${agent} gives different RPEs on a finer grid: fix it, or state why in the agent's gridMatters`,
    ).toEqual([]);
  },
);
