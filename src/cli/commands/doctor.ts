import { doctor } from '../../host/doctor.ts';
import type { Arguments, Command } from '../command.ts';
import { printResult } from '../output.ts';

const command: Command = {
  name: 'doctor',
  usage: '',
  summary: 'Says what is installed, which backends work and how fast, and, where one does not, why and what to do.',
  options: { json: { type: 'boolean', help: 'print one JSON object' } },
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const report = await doctor();
  const lines = report.backends.flatMap(({ name, works, detail, remedy }) => [`${works ? 'works  ' : 'missing'}  ${name}: ${detail}`, ...(remedy === undefined ? [] : [`         ${remedy}`])]);
  printResult(args.on('json') ? JSON.stringify(report) : [`phasic ${report.phasic}, Node ${report.node}, ${report.platform}`, ...lines].join('\n'));
  return 0;
}
