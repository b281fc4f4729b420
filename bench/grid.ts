import { find, list, trialAgents } from '../src/engine/registry.ts';
import { gridDifferences } from '../src/jobs/bench/halved-grid.ts';
import type { Row } from './measure.ts';

/** Seeds of each cell: enough for an interval, few enough for an hour. */
const seeds = 3;

/** Every paradigm with every agent that does not say that its grid matters, on its own grid and on one twice as fine. */
export function grid(): readonly Row[] {
  const agents = trialAgents().filter(
    ({ gridMatters, learningRule }) =>
      gridMatters === undefined && !('slow' in find('learning-rules', learningRule.id)),
  );
  return agents.map(({ id }): Row => {
    const differing = list('paradigms').flatMap((paradigm) => {
      const differences = gridDifferences({ agent: id, paradigm: paradigm.id, seeds });
      return differences.length === 0
        ? []
        : [
            `${paradigm.id} (${differences[0]}${differences.length === 1 ? '' : ` and ${differences.length - 1} more`})`,
          ];
    });
    return {
      what: `${id}, its grid halved`,
      measured: differing.length === 0 ? 'the same in every paradigm' : `other in ${differing.join('; ')}`,
      against: 'RPE at events within 5 % or .02, sure verdicts equal',
    };
  });
}
