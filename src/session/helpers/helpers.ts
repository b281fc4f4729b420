import { existsSync } from 'node:fs';
import { InputError } from '../../core/errors.ts';
import { Helper } from './helper.ts';

export interface HelpersOptions {
  readonly runsFolder: string;
  readonly benchFolder: string;
  /** The built program of a helper. */
  readonly file: string;
  /** Milliseconds for which an idle helper is kept for the next request. */
  readonly idleMs?: number | undefined;
}

/** State of one page: sessions, environments and the bench, and its other results. */
const maxHelpers = 12;
const defaultIdleMs = 30_000;

/** The helpers of one page. An idle one is kept for a while: starting another takes a third of a second. */
export class Helpers {
  private readonly options: HelpersOptions;
  private readonly all = new Set<Helper>();
  private idle: { readonly helper: Helper; readonly timer: NodeJS.Timeout } | undefined;

  constructor(options: HelpersOptions) {
    this.options = options;
  }

  /** Ids of the running processes. */
  get processes(): readonly number[] {
    return [...this.all].flatMap(({ pid }) => pid ?? []);
  }

  /** Prepares a helper for the next request. */
  prepare(): void {
    if (this.idle === undefined && this.all.size < maxHelpers) this.rest(this.start());
  }

  /** @throws InputError if there are too many, or the program is not built */
  take(): Helper {
    const { idle } = this;
    this.idle = undefined;
    if (idle === undefined) return this.start();
    clearTimeout(idle.timer);
    return idle.helper;
  }

  /** Returns a helper that has nothing open any more. */
  release(helper: Helper): void {
    helper.owner = undefined;
    if (helper.isEnding) return;
    if (this.idle === undefined) this.rest(helper);
    else helper.end();
  }

  endAll(): void {
    for (const helper of this.all) helper.end();
  }

  private rest(helper: Helper): void {
    const timer = setTimeout(() => helper.end(), this.options.idleMs ?? defaultIdleMs);
    timer.unref();
    this.idle = { helper, timer };
  }

  private start(): Helper {
    const { file, runsFolder, benchFolder } = this.options;
    if (this.all.size >= maxHelpers)
      throw new InputError(
        `${maxHelpers} long computations of this page are under way`,
        'host',
        'wait until one is done, or stop one',
      );
    if (!existsSync(file)) throw new InputError('the helper is not built', file, 'run npm run build');
    const helper: Helper = new Helper(file, [runsFolder, benchFolder], () => this.gone(helper));
    this.all.add(helper);
    return helper;
  }

  private gone(helper: Helper): void {
    this.all.delete(helper);
    if (this.idle?.helper !== helper) return;
    clearTimeout(this.idle.timer);
    this.idle = undefined;
  }
}
