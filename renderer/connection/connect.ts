import type { Channel } from '../../src/protocol/channel.ts';
import type { ClientMessage, HostMessage } from '../../src/protocol/messages.ts';
import type { PhasicBridge } from '../../src/protocol/electron.ts';
import { portChannel } from './port-channel.ts';
import { socketChannel } from './socket-channel.ts';

export type HostChannel = Channel<ClientMessage, HostMessage>;

declare global {
  interface Window {
    /** Set only by Electron's preload script. */
    readonly phasic?: PhasicBridge;
  }
}

/** Finds the host: Electron passes a port, a served page has the host at its own origin. */
export function connect(): Promise<HostChannel> {
  return window.phasic === undefined ? socketChannel(socketUrl(window.location)) : receivedPort(window.phasic);
}

function socketUrl(location: Location): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const token = new URLSearchParams(location.search).get('token') ?? '';
  return `${scheme}://${location.host}/socket?token=${encodeURIComponent(token)}`;
}

function receivedPort(bridge: PhasicBridge): Promise<HostChannel> {
  return new Promise((resolve) => {
    window.addEventListener('message', function listen(event: MessageEvent<unknown>) {
      const [port] = event.ports;
      const isOurs = event.source === window && (event.data as { phasic?: unknown } | null)?.phasic === 'port';
      if (!isOurs || port === undefined) return;
      window.removeEventListener('message', listen);
      resolve(portChannel(port));
    });
    bridge.askForPort();
  });
}
