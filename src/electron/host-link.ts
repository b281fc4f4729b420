import type { IpcMain, MessageChannelMain, UtilityProcess, WebFrameMain } from 'electron';
import { askForPort, portForPage } from '../protocol/electron.ts';
import type { ToHost } from '../session/parent-port.ts';
import { isOurPage } from './page-scheme.ts';

interface LinkParts {
  readonly ipcMain: IpcMain;
  readonly utilityProcess: {
    fork(modulePath: string, args?: string[], options?: { serviceName: string }): UtilityProcess;
  };
  readonly MessageChannelMain: new () => MessageChannelMain;
}

export interface HostLink {
  /**
   * Requests that the host reads a file that was opened, and shows it in the page, or in the next page if there is none
   * yet.
   */
  show(file: string): void;
}

/**
 * Gives every page that requests it its own pipe to the host, which runs in a utility process. A host that has ended is
 * started again when the next page asks.
 */
export function linkHost({ ipcMain, utilityProcess, MessageChannelMain }: LinkParts, hostFile: string): HostLink {
  let host: UtilityProcess | undefined;
  let waiting: string | undefined;

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
    runningHost().postMessage(toHost(waiting), [port1]);
    waiting = undefined;
    senderFrame.postMessage(portForPage, null, [port2]);
  });

  return {
    show(file) {
      if (host === undefined) waiting = file;
      else host.postMessage(toHost(file), []);
    },
  };
}

const toHost = (file: string | undefined): ToHost => (file === undefined ? null : { file });

function isMainFrameOfOurPage(frame: WebFrameMain | null): frame is WebFrameMain {
  return frame !== null && frame.parent === null && isOurPage(frame.url);
}
