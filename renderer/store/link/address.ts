import type { InputError } from '../../../src/core/errors.ts';
import type { Catalogue } from '../../../src/spec/catalogue.ts';
import type { ErrorLine } from '../../../src/protocol/messages.ts';
import type { AppState } from '../app-state.ts';
import { lineOf } from '../experiment.ts';
import type { ExternalStore } from '../external-store.ts';
import type { ControlState } from '../control/control.ts';
import { linkOf, longestLink, readLink, type Link } from './link.ts';
import type { SharedView } from './shared-view.ts';
import { viewOf } from './view-of.ts';

/** The page's address, as far as a link uses it. */
export interface AddressBar {
  /** From `#` on; empty where there is nothing. */
  readonly hash: string;
  /** Replaced, not pushed: a dragged slider would fill the history. */
  replace(hash: string): void;
}

/** Keeps the address a link to what is on screen, and says what an address cannot hold or asks for in vain. */
export class Address {
  private readonly state: ExternalStore<AppState>;
  private readonly played: ExternalStore<ControlState>;
  private readonly bar: AddressBar;
  private written: SharedView | undefined;
  private turn = 0;
  private wasWhole = true;

  constructor(state: ExternalStore<AppState>, played: ExternalStore<ControlState>, bar: AddressBar) {
    this.state = state;
    this.played = played;
    this.bar = bar;
  }

  /** Writes the address whenever what is on screen changes. */
  start(): void {
    const write = (): void => void this.write();
    this.state.subscribe(write);
    this.played.subscribe(write);
  }

  /** Writes the address anew, where it says something else than what is on screen. */
  rewrite(): void {
    this.written = undefined;
    void this.write();
  }

  /** What the address asks to see; undefined where it says nothing, or nothing that can be had: then the reason is returned too. */
  async read(
    catalogue: Catalogue,
  ): Promise<{ readonly view?: SharedView | undefined; readonly told?: ErrorLine | undefined }> {
    try {
      const link = await readLink(catalogue, this.bar.hash);
      return link === undefined ? {} : { view: link.view, told: told(link.leftOut) };
    } catch (error) {
      return { told: lineOf(error) };
    }
  }

  /** The link to what is on screen. */
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
    if (!link.isWhole && this.wasWhole) this.state.set({ notice: tooLong(link) });
    this.wasWhole = link.isWhole;
  }
}

/** What is said of a design that an address cannot hold. */
export const tooLong = ({ wanted }: Link): string =>
  `A link would need ${wanted} characters for this design; programs keep about ${longestLink}. Share the file instead (Save).`;

function told(leftOut: readonly InputError[]): ErrorLine | undefined {
  const [first, ...more] = leftOut;
  if (first === undefined) return undefined;
  const line = lineOf(first);
  return more.length === 0
    ? line
    : { ...line, remedy: `${line.remedy} (left out as well: ${more.map(({ what }) => what).join('; ')})` };
}

/** Fields are compared by identity: stores replace what changes. */
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
