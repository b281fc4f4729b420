import { once } from 'node:events';
import { serve } from '../web/serve.ts';
import { note, printResult } from './output.ts';

export interface ServePageOptions {
  readonly port: number;
  readonly runsFolder: string | undefined;
  /** The initial page, after the # of its address. */
  readonly hash?: string;
}

/** Serves the app until the process is told to stop. The address goes to standard output. */
export async function servePage({ port, runsFolder, hash }: ServePageOptions): Promise<number> {
  const served = await serve({
    port,
    runsFolder,
    onDefect: (error) => note(`phasic: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
  printResult(hash === undefined ? served.url : `${served.url}#${hash}`);
  note('Open this address in a browser on this machine. Ctrl-C ends it.');
  const stop = new AbortController();
  await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal, { signal: stop.signal })));
  stop.abort();
  await served.close();
  return 0;
}
