import { existsSync } from 'node:fs';
import { InputError } from '../../core/errors.ts';
import { Helper } from './helper.ts';

export interface HelpersOptions {
  readonly runsFolder: string;
  readonly benchFolder: string;
  /** The built program of a helper. */
  readonly file: string;
  /** Milliseconds that one without work is kept for what comes next. */
  readonly idleMs?: number | undefined;
}

/** Sessions, worlds and the bench of one page, and what it has computed besides. */
const mostHelpers = 12;
const defaultIdleMs = 30_000;

/** The helpers of one page. One that has done its work is kept for a while: starting another takes a third of a second. */
export class Helpers {
  private readonly options: HelpersOptions;
  private readonly all = new Set<Helper>();
  private idle: { readonly helper: Helper; readonly timer: NodeJS.Timeout } | undefined;

  constructor(options: HelpersOptions) {
    this.options = options;
  }

  /** Ids of the processes that there are. */
  get processes(): readonly number[] {
    return [...this.all].flatMap(({ pid }) => pid ?? []);
  }

  /** Has one ready for what is about to be asked. */
  prepare(): void {
    if (this.idle === undefined && this.all.size < mostHelpers) this.rest(this.start());
  }

  /** @throws InputError where there are too many, or the program is not built */
  take(): Helper {
    const { idle } = this;
    this.idle = undefined;
    if (idle === undefined) return this.start();
    clearTimeout(idle.timer);
    return idle.helper;
  }

  /** Gives back one that has nothing open any more. */
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
    if (this.all.size >= mostHelpers)
      throw new InputError(
        `${mostHelpers} long computations of this page are under way`,
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
