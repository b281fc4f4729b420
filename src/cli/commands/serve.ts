import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { servePage } from '../serve-page.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'serve',
  group: 'program',
  short: 'serve the app to a browser on this machine',
  usage: '[--port N]',
  summary:
    'Serves the app to a browser on this machine, and prints its address. Only someone who has the address can use it.',
  examples: ['phasic serve', 'phasic serve --port 8000', 'phasic serve --runs ./runs'],
  options: {
    ...sharedOptions('port', 'runs'),
  },
  run: (args: Arguments) =>
    servePage({ port: wholeNumber(args.text('port') ?? '4711', '--port', 0, 65_535), runsFolder: args.text('runs') }),
};
export default command;
