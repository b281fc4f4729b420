import type { InputError } from '../../../src/core/errors.ts';
import type { Catalogue } from '../../../src/spec/catalogue.ts';
import type { ErrorLine } from '../../../src/protocol/messages.ts';
import type { AppState } from '../app-state.ts';
import { lineOf } from '../experiment.ts';
import type { ExternalStore } from '../external-store.ts';
import type { ControlState } from '../control/control.ts';
import { linkOf, longestLink, type Link } from '../../../src/links/link.ts';
import type { SharedView } from '../../../src/links/shared-view.ts';
import { viewOf } from './view-of.ts';

/** The parts of the page's address that a link uses. */
export interface AddressBar {
  /** From `#` on; empty if there is none. */
  readonly hash: string;
  /** Replaces the address without a history entry: a dragged slider would fill the history. */
  replace(hash: string): void;
}

/** Keeps the address a link to the displayed content, and reports what an address cannot hold or requests in vain. */
export class Address {
  private readonly state: ExternalStore<AppState>;
  private readonly played: ExternalStore<ControlState>;
  private readonly bar: AddressBar;
  private written: SharedView | undefined;
  private turn = 0;
  private leftOutBefore: Link['leftOut'];

  constructor(state: ExternalStore<AppState>, played: ExternalStore<ControlState>, bar: AddressBar) {
    this.state = state;
    this.played = played;
    this.bar = bar;
  }

  /** Writes the address whenever the displayed content changes. */
  start(): void {
    const write = (): void => void this.write();
    this.state.subscribe(write);
    this.played.subscribe(write);
  }

  /** Updates the address if it differs from the displayed content. */
  rewrite(): void {
    this.written = undefined;
    void this.write();
  }

  /**
   * The content that the address requests; undefined if it requests nothing, or nothing available: then the reason is
   * returned too.
   */
  async read(
    catalogue: Catalogue,
  ): Promise<{ readonly view?: SharedView | undefined; readonly told?: ErrorLine | undefined }> {
    // Most visits have no link to read.
    if (['', '#'].includes(this.bar.hash)) return {};
    try {
      const { readLink } = await import('../../../src/links/read-link.ts');
      const link = await readLink(catalogue, this.bar.hash);
      return link === undefined ? {} : { view: link.view, told: told(link.leftOut) };
    } catch (error) {
      return { told: lineOf(error) };
    }
  }

  /** The link to the displayed content. */
  link(): Promise<Link> {
    return linkOf(viewOf(this.state.get(), this.played.get()));
  }

  private async write(): Promise<void> {
    const { catalogue, draft } = this.state.get();
    if (catalogue === undefined || draft === undefined) return;
    const view = viewOf(this.state.get(), this.played.get());
    if (isSame(view, this.written)) return;
    this.written = view;
    const turn = ++this.turn;
    const link = await linkOf(view);
    if (turn !== this.turn) return;
    if (`#${link.text}` !== this.bar.hash) this.bar.replace(`#${link.text}`);
    if (link.leftOut !== undefined && link.leftOut !== this.leftOutBefore) this.state.set({ notice: tooLong(link) });
    this.leftOutBefore = link.leftOut;
  }
}

/** The message about what is too long for an address. */
export const tooLong = ({ wanted, leftOut }: Link): string =>
  leftOut === 'recording'
    ? `A link would need ${wanted} characters for this design and the recording that it is from; programs keep about ${longestLink}. It leaves out the recording's mapping and reasons. Share the file instead (Save).`
    : `A link would need ${wanted} characters for this design; programs keep about ${longestLink}. Share the file instead (Save).`;

function told(leftOut: readonly InputError[]): ErrorLine | undefined {
  const [first, ...more] = leftOut;
  if (first === undefined) return undefined;
  const line = lineOf(first);
  return more.length === 0
    ? line
    : { ...line, remedy: `${line.remedy} (left out as well: ${more.map(({ what }) => what).join('; ')})` };
}

/** Fields are compared by identity: stores replace changed values. */
function isSame(a: SharedView, b: SharedView | undefined): boolean {
  if (b === undefined) return false;
  const { game: gameA, ...restA } = a;
  const { game: gameB, ...restB } = b;
  return isSameObject(restA, restB) && isSameObject(gameA ?? {}, gameB ?? {});
}

function isSameObject(a: object, b: object): boolean {
  const [left, right] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))];
  return [...left.keys(), ...right.keys()].every((name) => left.get(name) === right.get(name));
}
