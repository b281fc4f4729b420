import { Client } from '../../renderer/connection/client.ts';
import type { HostChannel } from '../../renderer/connection/connect.ts';
import type { Result } from '../../src/contracts/result.ts';
import { connectHost, type HostOptions } from '../../src/host/host-connection.ts';
import { decodeBlock, type TrialBlock } from '../../src/protocol/frames.ts';
import type { BenchNews, ErrorLine, Opened, PlayNews, Progress } from '../../src/protocol/messages.ts';
import { pair } from './pair.ts';

/** The page's own client, and everything that it was told. */
export interface Face {
  readonly client: Client;
  readonly progress: Progress[];
  readonly blocks: TrialBlock[];
  readonly failures: ErrorLine[];
  /** Resolves with the first progress, come or to come, that fits. */
  progressWhere(fits: (progress: Progress) => boolean): Promise<Progress>;
  failure(): Promise<ErrorLine>;
  readonly news: BenchNews[];
  readonly plays: PlayNews[];
  /** Resolves with the first news of a play, come or to come, that fits. */
  playWhere(fits: (news: PlayNews) => boolean): Promise<PlayNews>;
  /** Resolves when the bench stands still. */
  benchEnd(): Promise<void>;
  readonly closed: Promise<void>;
}

/** @param draws whether each block is drawn at once and its credit given back */
export function face(channel: HostChannel, draws = true): Face {
  const progress: Progress[] = [];
  const blocks: TrialBlock[] = [];
  const failures: ErrorLine[] = [];
  const news: BenchNews[] = [];
  const plays: PlayNews[] = [];
  const watching = new Set<() => void>();
  const changed = (): void => watching.forEach((look) => look());
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));

  const client = new Client(channel, {
    onProgress(one) {
      progress.push(one);
      changed();
    },
    onFrame(frame) {
      blocks.push(decodeBlock(frame));
      if (draws) client.credit(1);
    },
    onBench(one) {
      news.push(one);
      changed();
    },
    onPlay(one) {
      plays.push(one);
      if (draws) client.credit(1);
      changed();
    },
    onFailure(failure) {
      failures.push(failure);
      changed();
    },
    onClose: () => close(),
  });

  function when<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        watching.delete(look);
        resolve(found);
      };
      watching.add(look);
      look();
    });
  }

  return {
    client,
    progress,
    blocks,
    failures,
    news,
    plays,
    playWhere: (fits) => when(() => plays.find(fits)),
    benchEnd: () => when(() => (news.at(-1)?.running === false ? true : undefined)).then(() => undefined),
    closed,
    progressWhere: (fits) => when(() => progress.find(fits)),
    failure: () => when(() => failures[0]),
  };
}

/** A face with a host of its own in the same process. */
export function hosted({ draws = true, ...options }: Partial<HostOptions> & { readonly draws?: boolean } = {}): Face {
  const { host, face: page } = pair();
  connectHost(host, { runsFolder: '/nonexistent', ...options });
  return face(page, draws);
}

/** Opens a spec and runs all of it at once. */
export async function finish(one: Face, spec: unknown): Promise<{ opened: Opened; result: Result; progress: Progress }> {
  const opened = await one.client.request({ type: 'open', spec });
  await one.client.request({ type: 'run', session: opened.session, trialsPerSecond: null });
  const progress = await one.progressWhere(({ session, state }) => session === opened.session && state === 'finished');
  return { opened, progress, result: progress.result as Result };
}
