import { provideElectron } from '../../host/electron-binary.ts';
import { openWindow, windowHindrance } from '../../host/electron-window.ts';
import type { Command } from '../command.ts';
import { note } from '../output.ts';
import { servePage } from '../serve-page.ts';

const command: Command = {
  name: 'start',
  usage: '',
  summary: 'Opens the app in a window of its own (Electron); where that cannot be, serves the same app to a browser and says why.',
  options: {},
  run,
};
export default command;

async function run(): Promise<number> {
  const hindrance = windowHindrance();
  if (hindrance !== undefined) return inBrowser(hindrance);
  const electron = await provideElectron(note);
  return 'path' in electron ? openWindow(electron.path) : inBrowser(electron.reason);
}

function inBrowser(reason: string): Promise<number> {
  note(`phasic: no window of its own (${reason}); serving the same app to a browser instead`);
  return servePage({ port: 0, runsFolder: undefined });
}
