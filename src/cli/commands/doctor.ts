import { doctor, doctorOf } from '../../jobs/doctor.ts';
import type { AgentBackend } from '../../protocol/messages.ts';
import type { Arguments, Command } from '../command.ts';
import { shortNumber } from '../../core/short-number.ts';
import { printResult, textTable } from '../output.ts';
import { sharedOptions } from '../shared-options.ts';
import { indented } from '../text-width.ts';

const command: Command = {
  name: 'doctor',
  group: 'program',
  short: 'show what is installed, what works and how fast it is',
  usage: '[--backend NAME]',
  summary:
    'Shows what is installed, which backends work and how fast they are, how to fix those that do not work, and which one auto chooses for each agent that acts with a network.',
  examples: ['phasic doctor', 'phasic doctor --backend native', 'phasic doctor --json'],
  options: {
    backend: { type: 'string', value: 'NAME', help: 'report on this network backend alone' },
    ...sharedOptions('json'),
  },
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const only = args.text('backend');
  const report = only === undefined ? await doctor() : await doctorOf(only);
  const lines = report.backends.flatMap(({ name, works, detail, remedy }) => [
    indented(`${works ? 'works  ' : 'missing'}  ${name}: ${detail}`, 0, 9),
    ...(remedy === undefined ? [] : [indented(remedy, 9)]),
  ]);
  const heading = `phasic ${report.phasic}, Node ${report.node}, ${report.platform}`;
  printResult(args.on('json') ? JSON.stringify(report) : [heading, ...lines, ...agentLines(report.agents)].join('\n'));
  return 0;
}

/** For each agent its backend, and why: the times of the others. */
function agentLines(agents: readonly AgentBackend[]): readonly string[] {
  if (agents.length === 0) return [];
  const rows = agents.map(({ agent, env, networks }) => [
    `  ${agent} in ${env}`,
    networks
      .map((measured) => measured.map(({ backend, time }) => `${backend} ${shortNumber(time)} ms`).join(', '))
      .join('; '),
  ]);
  return [
    '',
    indented('What auto chooses (first in each line): time of one training step plus four action selections, ms', 0),
    textTable(rows),
  ];
}
