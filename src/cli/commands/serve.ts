import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { servePage } from '../serve-page.ts';

const command: Command = {
  name: 'serve',
  group: 'program',
  short: 'serve the app to a browser on this machine',
  usage: '[--port N]',
  summary:
    'Serves the app to a browser on this machine, and prints its address. Only someone who has the address can use it.',
  options: {
    port: { type: 'string', value: 'N', help: 'port on 127.0.0.1 (default 4711; 0 takes any free port)' },
    runs: {
      type: 'string',
      value: 'FOLDER',
      help: 'the runs folder (default $PHASIC_RUNS, else Phasic/runs in the home folder)',
    },
  },
  run: (args: Arguments) =>
    servePage({ port: wholeNumber(args.text('port') ?? '4711', '--port', 0, 65_535), runsFolder: args.text('runs') }),
};
export default command;
