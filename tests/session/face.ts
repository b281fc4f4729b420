import { Client } from '../../renderer/connection/client.ts';
import type { HostChannel } from '../../renderer/connection/connect.ts';
import type { Result } from '../../src/spec/result.ts';
import { connectHost, type HostOptions } from '../../src/session/host-connection.ts';
import { decodeBlock, type TrialBlock } from '../../src/protocol/frames.ts';
import { isFrame } from '../../src/protocol/is-frame.ts';
import {
  type BenchNews,
  type ErrorLine,
  type ExperimentFile,
  type Opened,
  type Progress,
} from '../../src/protocol/messages.ts';
import type { ControlOpened, ControlProgress } from '../../src/protocol/steps.ts';
import type { TrialOpened, TrialProgress } from '../../src/protocol/trials.ts';
import { pair } from './pair.ts';

/** The page's client, with everything it received. */
export interface Face {
  readonly client: Client;
  /** For sessions of trials. */
  readonly progress: TrialProgress[];
  readonly blocks: TrialBlock[];
  readonly failures: ErrorLine[];
  /** Resolves with the first matching progress, past or future. */
  progressWhere(fits: (progress: TrialProgress) => boolean): Promise<TrialProgress>;
  failure(): Promise<ErrorLine>;
  readonly news: BenchNews[];
  /** Resolves with the first displayed file, past or future. */
  file(): Promise<ExperimentFile>;
  /** For sessions of steps. */
  readonly steps: ControlProgress[];
  /** Resolves with the first matching progress of steps, past or future. */
  stepsWhere(fits: (progress: ControlProgress) => boolean): Promise<ControlProgress>;
  /** Resolves when the bench has stopped. */
  benchEnd(): Promise<void>;
  readonly closed: Promise<void>;
}

/** @param draws whether each block is drawn at once and its credit returned */
export function face(channel: HostChannel, draws = true): Face {
  const progress: TrialProgress[] = [];
  const blocks: TrialBlock[] = [];
  const failures: ErrorLine[] = [];
  const news: BenchNews[] = [];
  const files: ExperimentFile[] = [];
  const steps: ControlProgress[] = [];
  const watching = new Set<() => void>();
  const changed = (): void => watching.forEach((look) => look());
  let close = (): void => undefined;
  const closed = new Promise<void>((resolve) => (close = resolve));

  const client = new Client(channel, {
    onProgress(one: Progress) {
      if (one.kind === 'trials') progress.push(one);
      else steps.push(one);
      if (draws && isFrame(one)) client.credit(1);
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
    onFile(file) {
      files.push(file);
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
    steps,
    stepsWhere: (fits) => when(() => steps.find(fits)),
    benchEnd: () => when(() => (news.at(-1)?.running === false ? true : undefined)).then(() => undefined),
    closed,
    progressWhere: (fits) => when(() => progress.find(fits)),
    failure: () => when(() => failures[0]),
    file: () => when(() => files[0]),
  };
}

/** A page client with its own host in the same process. */
export function hosted({ draws = true, ...options }: Partial<HostOptions> & { readonly draws?: boolean } = {}): Face {
  const { host, face: page } = pair();
  connectHost(host, { runsFolder: '/nonexistent', ...options });
  return face(page, draws);
}

/** The request to open it. */
type Asked = { readonly spec: unknown } | { readonly run: string };

/** Opens a session of trials. */
export const openTrials = async (one: Face, what: Asked): Promise<TrialOpened> =>
  opened(await one.client.request({ type: 'open', ...what }), 'trials');

/** Opens a session of steps. */
export const openSteps = async (one: Face, what: Asked): Promise<ControlOpened> =>
  opened(await one.client.request({ type: 'open', ...what }), 'steps');

function opened<K extends Opened['kind']>(answer: Opened, kind: K): Extract<Opened, { readonly kind: K }> {
  if (answer.kind !== kind) throw new Error(`a session of ${answer.kind}, not of ${kind}`);
  return answer as Extract<Opened, { readonly kind: K }>;
}

/** Opens a spec and runs it to its end at once. */
export async function finish(
  one: Face,
  spec: unknown,
): Promise<{ opened: TrialOpened; result: Result; progress: TrialProgress }> {
  const opened = await openTrials(one, { spec });
  await one.client.request({ type: 'run', session: opened.session, perSecond: null });
  const progress = await one.progressWhere(({ session, state }) => session === opened.session && state === 'finished');
  return { opened, progress, result: progress.result as Result };
}
