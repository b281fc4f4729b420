import { InputError } from '../../core/errors.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { find } from '../../engine/registry.ts';
import { compareSpecs } from '../../session/arms.ts';
import { comparisonJson, comparisonReport } from '../comparison-report.ts';
import type { Arguments, Command } from '../command.ts';
import { experimentOptions, specFrom } from '../experiment-options.ts';
import { shortNumber } from '../output.ts';
import { openOutputs } from '../outputs.ts';
import { sharedOptions } from '../shared-options.ts';

const { agent: _, architecture: _a, objective: _o, 'learning-rule': _l, policy: _p, ...shared } = experimentOptions;

const command: Command = {
  name: 'compare',
  group: 'experiments',
  short: 'run two or more agents through the same trials and show where they differ',
  usage: 'PARADIGM | SPEC.json --agents ID,ID',
  summary:
    'Runs two or more agents through the same trials, on one set of axes, and names the trials in which their predictions differ most.',
  examples: [
    'phasic compare schultz-1997 --agents td-csc,td-microstimuli',
    'phasic compare kim-2020 --agents td-csc,rescorla-wagner --figure kim.svg',
    'phasic compare waelti-2001 --agents td-csc,td-presence --set learningRate=0.1 --json',
  ],
  options: {
    agents: { type: 'string', multiple: true, value: 'ID,ID', ids: 'agents', help: 'two or more agents' },
    ...shared,
    ...sharedOptions('json', 'figure'),
  },
  words: 1,
  ids: ['paradigms'],
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const agents = args
    .texts('agents')
    .flatMap((list) => list.split(','))
    .map((id) => id.trim());
  if (agents.length < 2)
    throw new InputError(
      'there is nothing to compare',
      '--agents',
      'name two or more agents, e.g. --agents td-csc,td-microstimuli',
    );
  for (const id of agents) find('agents', id);
  const spec = await specFrom(args, 'compare');
  const outputs = await openOutputs(args, ['figure']);
  const began = performance.now();
  const comparison = compareSpecs(agents.map((agent) => completeTrialSpec({ ...spec, agent })));
  const seconds = (performance.now() - began) / 1000;
  await outputs.write('figure', async () => (await import('../../export/svg.ts')).compareSvg(comparison));
  const heading = `${find('paradigms', spec.world.id).title}, seed ${spec.seed}, ${shortNumber(seconds)} s`;
  outputs.report(args.on('json') ? comparisonJson(comparison, seconds) : comparisonReport(comparison, heading));
  return 0;
}
