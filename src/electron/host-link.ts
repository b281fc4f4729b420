import type { IpcMain, MessageChannelMain, UtilityProcess, WebFrameMain } from 'electron';
import { askForPort, portForPage } from '../protocol/electron.ts';
import { isOurPage } from './page-scheme.ts';

interface LinkParts {
  readonly ipcMain: IpcMain;
  readonly utilityProcess: {
    fork(modulePath: string, args?: string[], options?: { serviceName: string }): UtilityProcess;
  };
  readonly MessageChannelMain: new () => MessageChannelMain;
}

/**
 * Gives every page that requests it its own pipe to the host, which runs in a utility process. A host that has ended is
 * started again when the next page asks.
 */
export function linkHost({ ipcMain, utilityProcess, MessageChannelMain }: LinkParts, hostFile: string): void {
  let host: UtilityProcess | undefined;

  function runningHost(): UtilityProcess {
    if (host !== undefined) return host;
    const started = utilityProcess.fork(hostFile, [], { serviceName: 'Phasic host' });
    started.once('exit', () => {
      host = undefined;
    });
    host = started;
    return started;
  }

  ipcMain.on(askForPort, ({ senderFrame }) => {
    if (!isMainFrameOfOurPage(senderFrame)) return;
    const { port1, port2 } = new MessageChannelMain();
    runningHost().postMessage(null, [port1]);
    senderFrame.postMessage(portForPage, null, [port2]);
  });
}

function isMainFrameOfOurPage(frame: WebFrameMain | null): frame is WebFrameMain {
  return frame !== null && frame.parent === null && isOurPage(frame.url);
}
