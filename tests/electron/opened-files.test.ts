import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { portChannel } from '../../renderer/connection/port-channel.ts';
import { startApp } from '../../src/electron/start-app.ts';
import { askForPort } from '../../src/protocol/electron.ts';
import { face, type Face } from '../session/face.ts';
import { schultz } from '../session/spec.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { pageFolder } from '../web/page-folder.ts';
import { FakeElectron, fakeFrame } from './fake-electron.ts';

const pageUrl = 'phasic://app/';
const installed = { isFirst: true };

/** A spec whose seed identifies its file. */
function specFile(seed: number, name = 'spec.json'): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, JSON.stringify(schultz(seed)));
  return file;
}

async function started(words: readonly string[], electron = new FakeElectron(temporaryFolder())) {
  const files = { page: pageFolder(), preload: '/app/preload.cjs', host: '/app/host-process.js' };
  await startApp(electron.parts(), files, words);
  return electron;
}

/** The page asks for its host. */
function asked(electron: FakeElectron): Face {
  const frame = fakeFrame(pageUrl);
  electron.ipcMain.emit(askForPort, { senderFrame: frame });
  const port = frame.received[0]?.ports[0]?.port;
  if (port === undefined) throw new Error('there is no port');
  onTestFinished(() => port.close());
  return face(portChannel(port as unknown as MessagePort));
}

test.each([
  ['its path', (file: string) => [file]],
  ['its address', (file: string) => [pathToFileURL(file).href]],
  ['switches of Electron around it', (file: string) => ['--no-sandbox', file, '--enable-features=A']],
])('a file given at the start of the app reaches its page: %s', async (_, words) => {
  const page = asked(await started(words(specFile(21, 'with a space.json'))));
  expect(await page.file()).toMatchObject({ spec: { seed: 21 }, notes: [] });
});

test('a design arrives as an experiment', async () => {
  const file = join(temporaryFolder(), 'design.txt');
  writeFileSync(file, 'one | 10A+ | 10AB+\n');
  const page = asked(await started([file]));
  expect(await page.file()).toMatchObject({ spec: { world: 'own-design' } });
});

test('an unreadable file is one line on the page', async () => {
  const file = join(temporaryFolder(), 'other.json');
  writeFileSync(file, '{"a": ');
  const page = asked(await started([file]));
  expect(await page.failure()).toMatchObject({ what: 'this is not JSON', where: expect.stringContaining(file) });
});

test('macOS: a file that is opened before the page requests it, and one after', async () => {
  const electron = new FakeElectron(temporaryFolder());
  const starting = started([], electron);
  let prevented = 0;
  const event = { preventDefault: () => (prevented += 1) };
  // Before Electron is ready.
  electron.app.emit('open-file', event, specFile(31));
  await starting;
  expect(await asked(electron).file()).toMatchObject({ spec: { seed: 31 } });
  // A reloaded page does not get the old file again, but gets the next one.
  const reloaded = asked(electron);
  electron.app.emit('open-file', event, specFile(32));
  expect(await reloaded.file()).toMatchObject({ spec: { seed: 32 } });
  expect(prevented).toBe(2);
});

test('starting an installed app again brings its window to the front and shows the file', async () => {
  const electron = await started([], new FakeElectron(temporaryFolder(), installed));
  const page = asked(electron);
  const [window] = electron.windows;
  if (window === undefined) throw new Error('there is no window');
  window.isMinimized = true;
  const file = specFile(41, 'relative.json');
  electron.app.emit('second-instance', {}, ['/opt/phasic', '--flag', 'relative.json'], join(file, '..'));
  expect(await page.file()).toMatchObject({ spec: { seed: 41 } });
  expect(window).toMatchObject({ isMinimized: false, focused: 1 });
});

test('the second instance opens no window', async () => {
  const electron = await started([specFile(1)], new FakeElectron(temporaryFolder(), { isFirst: false }));
  expect(electron.windows).toEqual([]);
  expect(electron.calls).toContain('quit');
});
