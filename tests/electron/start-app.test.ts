import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { portChannel } from '../../renderer/connection/port-channel.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { startApp } from '../../src/electron/start-app.ts';
import { askForPort, portForPage } from '../../src/protocol/electron.ts';
import { face, finish } from '../session/face.ts';
import { schultz } from '../session/spec.ts';
import { pageFolder } from '../web/page-folder.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { FakeElectron, fakeFrame, type FakeFrame } from './fake-electron.ts';

const pageUrl = 'phasic://app/';

async function started(): Promise<FakeElectron> {
  const electron = new FakeElectron(temporaryFolder());
  await startApp(
    electron.parts(),
    { page: pageFolder(), preload: '/app/preload.cjs', host: '/app/host-process.js' },
    [],
  );
  return electron;
}

const asks = (electron: FakeElectron, senderFrame: FakeFrame | null): boolean =>
  electron.ipcMain.emit(askForPort, { senderFrame });

test('one window loads the page from the app’s scheme, and is shown once it is drawn', async () => {
  const { windows } = await started();
  expect(windows).toHaveLength(1);
  expect(windows[0]).toMatchObject({ loaded: [pageUrl], shown: true, options: { show: false } });
});

test('the window is locked: sandboxed, isolated, without Node', async () => {
  const { windows } = await started();
  expect(windows[0]?.options.webPreferences).toMatchObject({
    preload: '/app/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
  for (const door of ['allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures'])
    expect(windows[0]?.options.webPreferences).not.toHaveProperty(door);
});

test('set-up that must precede Electron’s ready event precedes it', async () => {
  const { calls, schemes } = await started();
  expect(calls.slice(0, 2)).toEqual(['enableSandbox', 'registerSchemesAsPrivileged']);
  expect(calls.indexOf('ready')).toBeGreaterThan(1);
  expect(schemes).toEqual([{ scheme: 'phasic', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
});

test('the page has a strict policy and a new nonce each time', async () => {
  const handle = (await started()).handlers.get('phasic');
  const nonces: string[] = [];
  for (let i = 0; i < 2; i++) {
    const response = (await handle?.(new Request(pageUrl))) as Response;
    const nonce = /<meta property="csp-nonce" nonce="([^"]+)"/.exec(await response.text())?.[1] as string;
    const policy = response.headers.get('content-security-policy')?.split('; ');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        `style-src 'self' 'nonce-${nonce}'`,
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    nonces.push(nonce);
  }
  expect(nonces[0]).not.toBe(nonces[1]);
  const script = (await handle?.(new Request('phasic://app/assets/main-abc.js'))) as Response;
  expect([script.status, script.headers.get('content-type'), await script.text()]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'export {};\n',
  ]);
});

test.each([
  ['phasic://app/../secret.json', 404],
  ['phasic://app/%2e%2e%2fsecret.json', 404],
  ['phasic://app/none.js', 404],
  ['phasic://other/index.html', 403],
])('the scheme serves nothing for %s', async (url, status) => {
  const handle = (await started()).handlers.get('phasic');
  const response = (await handle?.(new Request(url))) as Response;
  expect(response.status).toBe(status);
  expect(await response.text()).not.toContain('secret');
});

test('during development the scheme forwards a server’s answers, with the same refusals', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url, headers: { accept } }, response) => {
    asked.push(url, accept);
    response.writeHead(200, { 'content-type': 'text/javascript' }).end('export {};');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const electron = new FakeElectron(temporaryFolder());
  const { port } = server.address() as AddressInfo;
  const files = { page: temporaryFolder(), pageServer: `http://127.0.0.1:${port}`, preload: '', host: '' };
  await startApp(electron.parts(), files, []);
  expect(electron.windows[0]?.loaded).toEqual([pageUrl]);

  const handle = electron.handlers.get('phasic') as (request: Request) => Promise<Response>;
  const script = await handle(new Request('phasic://app/panels/App.tsx?t=1', { headers: { accept: '*/*' } }));
  expect([script.headers.get('content-type'), await script.text()]).toEqual(['text/javascript', 'export {};']);
  expect((await handle(new Request('phasic://other/main.tsx'))).status).toBe(403);
  expect((await handle(new Request(pageUrl, { method: 'POST' }))).status).toBe(403);
  expect(asked).toEqual(['/panels/App.tsx?t=1', '*/*']);
});

test('the scheme answers only GET', async () => {
  const handle = (await started()).handlers.get('phasic');
  expect((await handle?.(new Request(pageUrl, { method: 'POST' })))?.status).toBe(403);
});

test('the page cannot navigate, be redirected or embed another page', async () => {
  const { contents } = await started();
  for (const url of [
    'https://evil.example/',
    'file:///etc/passwd',
    'phasic://other/',
    'phasic-app://app/',
    'javascript:alert(1)',
    'about:blank',
    'not a url',
  ]) {
    expect(contents.lets('will-navigate', url), url).toBe(false);
  }
  expect(contents.lets('will-navigate', `${pageUrl}#world=schultz-1997`)).toBe(true);
  expect(contents.lets('will-redirect', pageUrl)).toBe(false);
  expect(contents.lets('will-attach-webview', pageUrl)).toBe(false);
});

test('no window is opened; only citations are opened in the browser', async () => {
  const { contents, opened } = await started();
  const citation = 'https://doi.org/10.1126/science.275.5306.1593';
  for (const url of [
    citation,
    'https://evil.example/',
    'https://doi.org.evil.example/',
    'http://doi.org/10.1',
    'file:///bin/sh',
    'javascript:alert(1)',
    pageUrl,
    '',
  ]) {
    expect(contents.openWindow?.({ url })).toEqual({ action: 'deny' });
  }
  expect(opened).toEqual([citation]);
});

test.each(['media', 'geolocation', 'notifications', 'midi', 'clipboard-read', 'openExternal', 'hid', 'fileSystem'])(
  'permission %s is denied',
  async (permission) => {
    const { session } = await started();
    const decisions: boolean[] = [];
    session.request?.({}, permission, (granted) => decisions.push(granted));
    expect(decisions).toEqual([false]);
    expect(session.check?.({}, permission)).toBe(false);
    expect(session.device?.({ deviceType: permission })).toBe(false);
  },
);

test('a page gets a pipe to the host on request, and a run over it has the usual hash', async () => {
  const electron = await started();
  const frame = fakeFrame(pageUrl);
  asks(electron, frame);
  expect(electron.hosts.map(({ file }) => file)).toEqual(['/app/host-process.js']);
  expect(frame.received).toMatchObject([{ channel: portForPage }]);
  const port = frame.received[0]?.ports[0]?.port;
  if (port === undefined) throw new Error('there is no port');
  onTestFinished(() => port.close());
  const page = face(portChannel(port as unknown as MessagePort));
  const { result, opened } = await finish(page, schultz(11));
  expect(result).toEqual(runToEnd(schultz(11)).result);
  expect(page.blocks.reduce((rows, block) => rows + block.rows, 0)).toBe(opened.trials);
});

test.each<[string, FakeFrame | null]>([
  ['a frame that no longer exists', null],
  ['a page from another site', fakeFrame('https://evil.example/')],
  ['a page whose address only looks like ours', fakeFrame('phasic://app.evil.example/')],
  ['a frame inside the page', fakeFrame(pageUrl, {})],
  ['an empty page', fakeFrame('')],
])('%s gets nothing', async (_, frame) => {
  const electron = await started();
  expect(asks(electron, frame)).toBe(true);
  expect(frame?.received ?? []).toEqual([]);
  expect(electron.hosts).toEqual([]);
});

test('a reloaded page gets a new pipe to the same host; a host that has ended is restarted', async () => {
  const electron = await started();
  const frames = [fakeFrame(pageUrl), fakeFrame(pageUrl), fakeFrame(pageUrl)];
  asks(electron, frames[0] as FakeFrame);
  asks(electron, frames[1] as FakeFrame);
  expect(electron.hosts).toHaveLength(1);
  electron.hosts[0]?.emit('exit', 1);
  asks(electron, frames[2] as FakeFrame);
  expect(electron.hosts).toHaveLength(2);
  for (const frame of frames) {
    expect(frame.received).toHaveLength(1);
    frame.received[0]?.ports[0]?.close();
  }
});

test('the program ends with its window', async () => {
  const { app, calls } = await started();
  expect(calls).not.toContain('quit');
  app.emit('window-all-closed');
  expect(calls).toContain('quit');
});

test('a page that is not built is reported, and no window opens', async () => {
  const electron = new FakeElectron(temporaryFolder());
  const files = { page: temporaryFolder(), preload: '', host: '' };
  await expect(startApp(electron.parts(), files, [])).rejects.toThrow('the page is not built');
  expect(electron.windows).toEqual([]);
});

test('the main process accepts only one message, the only one that the preload script sends', () => {
  const source = (path: string): string => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');
  const heard = readdirSync(new URL('../../src/electron', import.meta.url)).flatMap(
    (file) => source(`electron/${file}`).match(/ipcMain\.\w+\([^,]+/g) ?? [],
  );
  expect(heard).toEqual(['ipcMain.on(askForPort']);
  expect(source('electron/preload.ts').match(/ipcRenderer\.\w+\([^,)]+/g)).toEqual([
    'ipcRenderer.on(portForPage',
    'ipcRenderer.send(askForPort',
  ]);
});
