// Runs sandboxed in the page's process. The page gets one function; everything else stays here.
import { contextBridge, ipcRenderer } from 'electron';
import { askForPort, portForPage, type PhasicBridge } from '../protocol/electron.ts';

interface PageWindow {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
}
const page = globalThis as unknown as PageWindow;

// A port cannot pass the context bridge; a message to the page's own window can carry it.
ipcRenderer.on(portForPage, ({ ports }) => page.postMessage({ phasic: 'port' }, page.location.origin, ports));

const bridge: PhasicBridge = { askForPort: () => ipcRenderer.send(askForPort) };
contextBridge.exposeInMainWorld('phasic', bridge);
