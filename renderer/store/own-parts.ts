import { useSyncExternalStore } from 'react';
import { InputError } from '../../src/core/errors.ts';
import type { ErrorLine, Replies, Request } from '../../src/protocol/messages.ts';
import type { ShownParts } from '../../src/protocol/own-parts.ts';
import { lineOf } from './experiment.ts';
import { externalStore } from './external-store.ts';

/** Whom it asks. */
interface Host {
  request<T extends Request['type']>(body: Extract<Request, { type: T }>): Promise<Replies[T]>;
}

interface OwnPartsState {
  /** The folder on screen, once it has been asked for. */
  readonly shown?: ShownParts | undefined;
  /** Names of the files that are to be run. */
  readonly chosen: ReadonlySet<string>;
  /** Until the program has started again. */
  readonly isStarting: boolean;
  readonly error?: ErrorLine | undefined;
}

/** The folder of a person's own parts: what is in it, and what of it they agree to. */
export class OwnParts {
  readonly state = externalStore<OwnPartsState>({ chosen: new Set(), isStarting: false });
  private readonly host: Host;

  constructor(host: Host) {
    this.host = host;
  }

  /** Shows a folder, or the one that was agreed to. */
  look(folder?: string): Promise<void> {
    return this.ask(async () => {
      const shown = await this.host.request({ type: 'own-parts', ...(folder === undefined ? {} : { folder }) });
      const agreed = shown.files.filter(({ state }) => state === 'agreed').map(({ name }) => name);
      this.state.set({ shown, chosen: new Set(agreed), isStarting: false });
    });
  }

  choose(name: string, isChosen: boolean): void {
    const chosen = new Set(this.state.get().chosen);
    if (isChosen) chosen.add(name);
    else chosen.delete(name);
    this.state.set({ chosen });
  }

  /** Agrees to the chosen files as they are on screen; to nothing any more, where there are none. */
  agree(): Promise<void> {
    const { shown, chosen } = this.state.get();
    const { folder, files = [] } = shown ?? {};
    if (folder === undefined) return Promise.resolve();
    const agreed = files.filter(({ name }) => chosen.has(name)).map(({ name, sha256 }) => ({ name, sha256 }));
    this.state.set({ isStarting: true });
    return this.ask(async () => {
      if (agreed.length === 0) await this.host.request({ type: 'forget-parts' });
      else await this.host.request({ type: 'agree-to-parts', folder, files: agreed });
    });
  }

  private async ask(action: () => Promise<void>): Promise<void> {
    try {
      this.state.set({ error: undefined });
      await action();
    } catch (error) {
      // The program may start again before its answer has come; then the folder is looked at once it is there.
      if (error instanceof InputError || !this.state.get().isStarting)
        this.state.set({ error: lineOf(error), isStarting: false });
    }
  }
}

/** Draws the component again when what `select` picks has changed. `select` must not make new objects. */
export function useOwnParts<T>({ state }: OwnParts, select: (state: OwnPartsState) => T): T {
  return useSyncExternalStore(state.subscribe, () => select(state.get()));
}
