import { EventEmitter } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { askForPort, portForPage, type PhasicBridge } from '../../src/protocol/electron.ts';

test('the page gets one function, and a port is delivered only to its own window', async () => {
  const exposed: Record<string, unknown> = {};
  const sent: unknown[][] = [];
  const posted: unknown[][] = [];
  const ipcRenderer = Object.assign(new EventEmitter(), { send: (...message: unknown[]) => void sent.push(message) });
  vi.doMock('electron', () => ({
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => (exposed[name] = api) },
    ipcRenderer,
  }));
  vi.stubGlobal('location', { origin: 'phasic://app' });
  vi.stubGlobal('postMessage', (...message: unknown[]) => void posted.push(message));
  onTestFinished(() => {
    vi.doUnmock('electron');
    vi.unstubAllGlobals();
  });
  await import('../../src/electron/preload.ts');

  expect(Object.keys(exposed)).toEqual(['phasic']);
  const bridge = exposed['phasic'] as PhasicBridge;
  expect(Object.keys(bridge)).toEqual(['askForPort']);
  expect(sent).toEqual([]);
  // Arguments of the page are not forwarded.
  const ask: (...more: unknown[]) => void = bridge.askForPort;
  ask('anything', { at: 'all' });
  expect(sent).toEqual([[askForPort]]);

  const port = {};
  ipcRenderer.emit(portForPage, { ports: [port] });
  expect(posted).toEqual([[{ phasic: 'port' }, 'phasic://app', [port]]]);
});
