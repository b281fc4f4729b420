import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { randomStream } from '../../core/random.ts';
import { parseParameters } from '../../contracts/parameters.ts';
import type { Drawing } from '../../contracts/drawing.ts';
import { completeSteppedSpec } from '../../engine/complete-spec.ts';
import { parsePartialSpec } from '../../contracts/spec.ts';
import { streamDraws } from '../../engine/play/draws.ts';
import { list } from '../../engine/registry.ts';
import type { HostMessage, PlayOpened, Replies } from '../../protocol/messages.ts';
import { isSteppedManifest } from '../../storage/manifest.ts';
import { listRuns } from '../../storage/run-folder.ts';
import { readSteppedManifest } from '../../storage/stepped-run.ts';
import type { Credits } from '../credits.ts';
import { networksFor } from '../networks.ts';
import type { Scheduler } from '../scheduler.ts';
import { requireRoomToPlay } from '../size/play-size.ts';
import { PlayHostSession } from './play-host-session.ts';
import { PlayPlace } from './play-place.ts';
import { loadPlay, specOfPlay, startPlay } from './play-run.ts';

export interface PlaysOptions {
  readonly runsFolder: string;
  readonly send: (message: HostMessage) => void;
  readonly credits: Credits;
  readonly scheduler: Scheduler;
  /** Says what went wrong where no request waits for it. */
  readonly onError: (error: unknown) => void;
}

/** One animation frame of a page, milliseconds. */
const frameMs = 16;
/** Each holds networks and a memory of what has happened. */
export const maxPlays = 4;

/** The stepped worlds that one page has open. */
export class Plays {
  private readonly options: PlaysOptions;
  private readonly open = new Map<number, PlayHostSession>();
  private readonly places = new Map<number, PlayPlace>();
  private lastFrame = -Infinity;

  constructor(options: PlaysOptions) {
    this.options = options;
  }

  /**
   * @param id its number
   * @throws InputError for a spec that cannot be run, one that is too large for a page, or a run that cannot be loaded
   */
  async start(id: number, given: { readonly spec?: unknown; readonly run?: string | undefined }): Promise<PlayOpened> {
    if (this.open.size >= maxPlays) throw new InputError(`${maxPlays} worlds are open already`, 'play-open', 'close one of them');
    const { runsFolder } = this.options;
    const loaded = given.run === undefined ? undefined : await this.load(join(runsFolder, folderName(given.run)));
    const run = loaded?.run ?? (await this.fresh(given.spec));
    const play: PlayHostSession = new PlayHostSession(
      id,
      run,
      this.options.scheduler,
      { onSlice: () => this.running(play), onStop: () => this.tell(play), onError: this.options.onError },
      given.run,
    );
    this.open.set(play.id, play);
    this.places.set(play.id, new PlayPlace(run, runsFolder, loaded));
    return play.opened();
  }

  private async load(folder: string) {
    requireRoomToPlay(specOfPlay(await readSteppedManifest(folder)));
    return { folder, ...(await loadPlay(folder, { networksFor, anyBackend: true })) };
  }

  private async fresh(given: unknown) {
    const spec = completeSteppedSpec(parsePartialSpec(given, 'spec'));
    requireRoomToPlay(spec);
    return startPlay(spec, await networksFor(spec.backend));
  }

  find(id: number): PlayHostSession {
    const play = this.open.get(id);
    if (play === undefined) throw new InputError(`there is no play ${id}`, 'play', 'open the world again');
    return play;
  }

  close(id: number): null {
    this.find(id).close();
    this.open.delete(id);
    this.places.delete(id);
    return null;
  }

  closeAll(): void {
    for (const play of this.open.values()) play.close();
    this.open.clear();
    this.places.clear();
  }

  async save(id: number): Promise<Replies['play-save']> {
    this.find(id).requireAgent();
    return { run: await (this.places.get(id) as PlayPlace).save() };
  }

  async runs(): Promise<Replies['play-runs']> {
    const { runs, damaged } = await listRuns(this.options.runsFolder);
    for (const error of damaged) this.options.onError(error);
    return runs.flatMap(({ run, manifest }) => {
      if (!isSteppedManifest(manifest)) return [];
      try {
        return [{ run, spec: specOfPlay(manifest), steps: manifest.steps, meanReturn: manifest.meanReturn }];
      } catch (error) {
        this.options.onError(error);
        return [];
      }
    });
  }

  /** While it runs, one frame for every one that the page has drawn, and no more than a screen shows. */
  private running(play: PlayHostSession): void {
    const { scheduler, credits, send } = this.options;
    const now = scheduler.now();
    if (!play.pending || now - this.lastFrame < frameMs || !credits.take()) return;
    this.lastFrame = now;
    send({ play: play.news() });
  }

  private tell(play: PlayHostSession): void {
    this.options.send({ play: play.news() });
  }
}

/** @throws InputError for a name that leads out of the runs folder */
function folderName(run: string): string {
  if (/^[\w.+-]+$/u.test(run) && !run.startsWith('.')) return run;
  throw new InputError(`'${run}' is not the name of a run`, 'play-open', 'choose one that is listed');
}

/** What every stepped world looks like at its start, by id. */
export function thumbnails(): Readonly<Record<string, Drawing>> {
  const drawings = list('envs').flatMap((env): readonly (readonly [string, Drawing])[] => {
    if (env.kind !== 'stepped') return [];
    const world = env.create(parseParameters(env.parameters, {}, env.id));
    world.reset(streamDraws(randomStream(1, 'thumbnail')));
    return [[env.id, world.draw()]];
  });
  return Object.fromEntries(drawings);
}
