// As much of Electron's own declarations as is used here, for a Node that is older than Electron's package asks for, where npm leaves it out. Where
// the package is there, it is taken instead (tsconfig.base.json).
import type { EventEmitter } from 'node:events';

interface Preventable {
  preventDefault(): void;
}

export interface BrowserWindowConstructorOptions {
  title?: string;
  width?: number;
  height?: number;
  minWidth?: number;
  minHeight?: number;
  autoHideMenuBar?: boolean;
  show?: boolean;
  webPreferences?: {
    preload?: string;
    sandbox?: boolean;
    contextIsolation?: boolean;
    nodeIntegration?: boolean;
    nodeIntegrationInWorker?: boolean;
    nodeIntegrationInSubFrames?: boolean;
    webSecurity?: boolean;
    webviewTag?: boolean;
    navigateOnDragDrop?: boolean;
    spellcheck?: boolean;
  };
}

export class BrowserWindow extends EventEmitter {
  constructor(options?: BrowserWindowConstructorOptions);
  show(): void;
  focus(): void;
  restore(): void;
  isMinimized(): boolean;
  loadURL(url: string): Promise<void>;
}

export interface CustomScheme {
  scheme: string;
  privileges?: { standard?: boolean; secure?: boolean; supportFetchAPI?: boolean };
}

export interface WebContents {
  on(event: 'will-navigate' | 'will-redirect', listener: (details: Preventable & { url: string }) => void): this;
  on(event: 'will-attach-webview', listener: (event: Preventable) => void): this;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' }): void;
}

export interface Session {
  setPermissionRequestHandler(
    handler: (contents: WebContents, permission: string, decide: (granted: boolean) => void) => void,
  ): void;
  setPermissionCheckHandler(handler: () => boolean): void;
  setDevicePermissionHandler(handler: () => boolean): void;
}

export interface Shell {
  openExternal(url: string): Promise<void>;
}

export interface MessagePortMain extends EventEmitter {
  postMessage(message: unknown, transfer?: MessagePortMain[]): void;
  start(): void;
  close(): void;
}

export class MessageChannelMain {
  port1: MessagePortMain;
  port2: MessagePortMain;
}

export interface WebFrameMain {
  readonly url: string;
  readonly parent: WebFrameMain | null;
  postMessage(channel: string, message: unknown, transfer?: MessagePortMain[]): void;
}

export interface IpcMain {
  on(channel: string, listener: (event: { readonly senderFrame: WebFrameMain | null }) => void): this;
}

export interface UtilityProcess extends EventEmitter {
  postMessage(message: unknown, transfer?: MessagePortMain[]): void;
}

export interface App {
  readonly isPackaged: boolean;
  requestSingleInstanceLock(): boolean;
  enableSandbox(): void;
  whenReady(): Promise<void>;
  quit(): void;
  exit(code?: number): void;
  on(event: 'web-contents-created', listener: (event: unknown, contents: WebContents) => void): unknown;
  on(event: 'window-all-closed', listener: () => void): unknown;
  on(event: 'open-file', listener: (event: Preventable, path: string) => void): unknown;
  on(event: 'second-instance', listener: (event: unknown, argv: string[], folder: string) => void): unknown;
}
export const app: App;
export const ipcMain: IpcMain;
export const protocol: {
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void;
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void;
};
export const session: { readonly defaultSession: Session };
export const shell: Shell;
export const utilityProcess: {
  fork(modulePath: string, args?: string[], options?: { serviceName: string }): UtilityProcess;
};

export const contextBridge: { exposeInMainWorld(name: string, api: unknown): void };
export const ipcRenderer: {
  on(channel: string, listener: (event: { readonly ports: MessagePort[] }) => void): unknown;
  send(channel: string): void;
};
