import { InputError } from '../core/errors.ts';
import { defineControlArchitecture } from '../contracts/architecture.ts';

/** x_i = 1 for the observed state i, 0 for all others: every state is learned independently. */
export default defineControlArchitecture({
  id: 'state-table',
  version: 1,
  title: 'Table of states',
  summary:
    'One unit for each state and nothing shared between them: what is learned about one does not generalise to another.',
  citation: { text: 'Watkins 1989, Learning from Delayed Rewards, PhD thesis, King’s College Cambridge' },
  parameters: {},
  timescale: 'control',
  create(_, observation) {
    if (observation.kind !== 'discrete')
      throw new InputError(
        'a table needs discrete states, but this environment shows numbers',
        'architecture state-table',
        'choose tile-coding, or a network',
      );
    return {
      kind: 'binary',
      size: observation.count,
      maxActive: 1,
      active(observations, offset, into) {
        into[0] = observations[offset] as number;
        return 1;
      },
      label: (feature) => `state ${feature}`,
    };
  },
});
