import { provideElectron } from '../../electron/binary.ts';
import { openWindow, windowHindrance } from '../../electron/window.ts';
import type { Command } from '../command.ts';
import { note } from '../output.ts';
import { servePage } from '../serve-page.ts';

const command: Command = {
  name: 'start',
  group: 'program',
  short: 'open the app: in Electron, or in the browser if Electron is missing',
  usage: '',
  summary:
    'Opens the app in its own window (Electron); if that is not possible, serves the same app to a browser and says why.',
  examples: ['phasic start', 'phasic start --quiet', 'phasic start --parts my-parts  # with parts of your own'],
  options: {},
  run,
};
export default command;

/** If Electron ends this soon, with an error, it has not shown its window. */
const failedWithinMilliseconds = 5000;

async function run(): Promise<number> {
  const hindrance = windowHindrance();
  if (hindrance !== undefined) return inBrowser(hindrance);
  const electron = await provideElectron(note);
  if (!('path' in electron)) return inBrowser(electron.reason);
  const began = performance.now();
  const code = await openWindow(electron.path);
  const failedAtOnce = code !== 0 && performance.now() - began < failedWithinMilliseconds;
  return failedAtOnce ? inBrowser(`Electron ended immediately with code ${code}`) : code;
}

function inBrowser(reason: string): Promise<number> {
  note(`phasic: no Electron window (${reason}); serving the same app to a browser instead`);
  return servePage({ port: 0, runsFolder: undefined });
}
