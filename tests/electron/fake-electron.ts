import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { HostPort } from '../../src/session/port-channel.ts';
import { servePorts } from '../../src/session/parent-port.ts';
import type { ElectronParts } from '../../src/electron/start-app.ts';

/** A port with the interface of Electron's main process: messages arrive as events with data. */
export class FakeMainPort extends EventEmitter implements HostPort {
  readonly port: MessagePort;

  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('message', (data) => this.emit('message', { data }));
    port.on('close', () => this.emit('close'));
  }

  postMessage(message: unknown): void {
    this.port.postMessage(message, []);
  }

  // Node starts a port with its first listener.
  start(): void {
    this.port.start();
  }

  close(): void {
    this.port.close();
  }
}

export interface FakeFrame {
  readonly url: string;
  readonly parent: unknown;
  readonly received: { readonly channel: string; readonly ports: readonly FakeMainPort[] }[];
  postMessage(channel: string, message: unknown, ports: readonly FakeMainPort[]): void;
}

export function fakeFrame(url: string, parent: unknown = null): FakeFrame {
  const received: FakeFrame['received'] = [];
  return { url, parent, received, postMessage: (channel, _message, ports) => void received.push({ channel, ports }) };
}

/** An installed app: whether no other one runs. */
interface FakePackaged {
  readonly isFirst: boolean;
}

type Handler = (request: Request) => Promise<Response>;

/** The part of Electron that the app uses, recording every call. The host behind it is real. */
export class FakeElectron {
  /** The calls, in order. */
  readonly calls: string[] = [];
  readonly app = new EventEmitter();
  readonly ipcMain = new EventEmitter();
  readonly contents = new FakeContents();
  readonly schemes: unknown[] = [];
  readonly handlers = new Map<string, Handler>();
  readonly windows: {
    readonly options: BrowserWindowConstructorOptions;
    readonly loaded: string[];
    shown: boolean;
    isMinimized: boolean;
    focused: number;
  }[] = [];
  readonly session = new FakeSession();
  readonly opened: string[] = [];
  readonly hosts: FakeHost[] = [];
  private readonly runsFolder: string;
  private readonly packaged: FakePackaged | undefined;

  /** @param packaged given if the app is installed */
  constructor(runsFolder: string, packaged?: FakePackaged) {
    this.runsFolder = runsFolder;
    this.packaged = packaged;
  }

  parts(): ElectronParts {
    const { calls, schemes, handlers, windows, contents, hosts, runsFolder } = this;
    const { app: emitter, packaged } = this;
    const app = Object.assign(emitter, {
      isPackaged: packaged !== undefined,
      requestSingleInstanceLock: () => packaged?.isFirst,
      enableSandbox: () => calls.push('enableSandbox'),
      quit: () => calls.push('quit'),
      whenReady: async () => {
        calls.push('whenReady');
        await Promise.resolve();
        calls.push('ready');
      },
    });
    class BrowserWindow extends EventEmitter {
      readonly entry: (typeof windows)[number];
      constructor(options: BrowserWindowConstructorOptions) {
        super();
        this.entry = { options, loaded: [], shown: false, isMinimized: false, focused: 0 };
        windows.push(this.entry);
        emitter.emit('web-contents-created', {}, contents);
      }
      loadURL(url: string): Promise<void> {
        this.entry.loaded.push(url);
        this.emit('ready-to-show');
        return Promise.resolve();
      }
      show(): void {
        this.entry.shown = true;
      }
      isMinimized(): boolean {
        return this.entry.isMinimized;
      }
      restore(): void {
        this.entry.isMinimized = false;
      }
      focus(): void {
        this.entry.focused += 1;
      }
    }
    class MessageChannelMain {
      readonly port1: FakeMainPort;
      readonly port2: FakeMainPort;
      constructor() {
        const { port1, port2 } = new MessageChannel();
        this.port1 = new FakeMainPort(port1);
        this.port2 = new FakeMainPort(port2);
      }
    }
    const parts = {
      app,
      BrowserWindow,
      MessageChannelMain,
      ipcMain: this.ipcMain,
      protocol: {
        registerSchemesAsPrivileged: (given: unknown[]) => {
          calls.push('registerSchemesAsPrivileged');
          schemes.push(...given);
        },
        handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler),
      },
      session: { defaultSession: this.session },
      shell: { openExternal: (url: string) => Promise.resolve(void this.opened.push(url)) },
      utilityProcess: {
        fork(file: string) {
          const host = new FakeHost(file, runsFolder);
          hosts.push(host);
          return host;
        },
      },
    };
    return parts as unknown as ElectronParts;
  }
}

class FakeContents extends EventEmitter {
  openWindow: ((details: { url: string }) => { action: string }) | undefined;

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openWindow = handler;
  }

  /** Whether an event of this name about this URL would be let through. */
  lets(event: string, url: string): boolean {
    let allowed = true;
    this.emit(event, { url, preventDefault: () => (allowed = false) });
    return allowed;
  }
}

class FakeSession {
  request: ((contents: unknown, permission: string, decide: (granted: boolean) => void) => void) | undefined;
  check: ((contents: unknown, permission: string) => boolean) | undefined;
  device: ((details: unknown) => boolean) | undefined;

  setPermissionRequestHandler(handler: NonNullable<FakeSession['request']>): void {
    this.request = handler;
  }

  setPermissionCheckHandler(handler: NonNullable<FakeSession['check']>): void {
    this.check = handler;
  }

  setDevicePermissionHandler(handler: NonNullable<FakeSession['device']>): void {
    this.device = handler;
  }
}

/** A utility process that runs the real host. */
export class FakeHost extends EventEmitter {
  readonly file: string;
  private readonly parent = new EventEmitter();

  constructor(file: string, runsFolder: string) {
    super();
    this.file = file;
    servePorts(this.parent, { runsFolder });
  }

  // Electron gives a message without ports an empty list.
  postMessage(data: unknown, ports: readonly FakeMainPort[] = []): void {
    this.parent.emit('message', { data, ports });
  }
}
