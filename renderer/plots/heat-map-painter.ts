import type { TrialStore } from '../store/trial-store.ts';
import type { Theme } from '../theme/theme.ts';
import { isShown } from './describe-map.ts';
import { divergingWords } from './diverging.ts';
import { niceCeiling } from './nice.ts';

/** The map's data of a session. */
export interface MapView {
  readonly store: TrialStore;
  /** Rows from here on are in the future, or after the point that the session was rewound to. */
  readonly trialsDone: number;
  /** Numbers of the displayed trial types; the rows of others repeat the row before them. */
  readonly types: ReadonlySet<number>;
  readonly theme: Theme;
}

/** Colours the trials x time map, one line of pixels for one or more trials, redrawing only changes. */
export class HeatMapPainter {
  /** RPE of the strongest colour. */
  peak = 1;
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private image: ImageData | undefined;
  private words = new Uint32Array(0);
  private last: MapView | undefined;
  private lastVersion = -1;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d') as CanvasRenderingContext2D;
  }

  /** Paints the changes since the last call; returns whether there were any. */
  paint(view: MapView, height: number): boolean {
    const isWhole = this.prepare(view, height);
    const { store, trialsDone } = view;
    const from = Math.min(this.last?.trialsDone ?? 0, trialsDone);
    const to = Math.max(this.last?.trialsDone ?? 0, trialsDone);
    const changed = store.version === this.lastVersion ? undefined : store.takeChanged();
    if (!isWhole && from === to && changed === undefined) return false;
    const first = isWhole ? 0 : this.lineOf(store, Math.min(store.rowOf(from), changed?.[0] ?? Infinity));
    const end = isWhole ? height : this.lineOf(store, Math.max(store.rowOf(to) + 1, changed?.[1] ?? 0)) + 1;
    this.paintLines(view, first, Math.min(height, end));
    this.last = view;
    this.lastVersion = store.version;
    return true;
  }

  /** Allocates memory, and returns whether everything must be repainted. */
  private prepare(view: MapView, height: number): boolean {
    const peak = niceCeiling(view.store.peak);
    const isSame =
      this.last?.store === view.store &&
      this.last.types === view.types &&
      this.last.theme === view.theme &&
      this.peak === peak &&
      this.image?.height === height;
    if (isSame) return false;
    this.peak = peak;
    const { columns } = view.store;
    if (this.image?.width !== columns || this.image.height !== height) {
      this.canvas.width = columns;
      this.canvas.height = height;
      this.image = new ImageData(columns, height);
      this.words = new Uint32Array(this.image.data.buffer);
    }
    return true;
  }

  private lineOf(store: TrialStore, row: number): number {
    return Math.floor((row * (this.image as ImageData).height) / store.rows);
  }

  private paintLines(view: MapView, first: number, end: number): void {
    const { columns } = view.store;
    for (let line = first; line < end; line++) this.paintLine(view, line);
    this.context.putImageData(this.image as ImageData, 0, 0, 0, first, columns, end - first);
  }

  private paintLine({ store, trialsDone, types, theme }: MapView, line: number): void {
    const { height } = this.image as ImageData;
    const { columns, rows } = store;
    const shown = shownRows(store, types, rowsOfLine(rows, height, line), trialsDone);
    const at = line * columns;
    if (shown === 'to come') {
      this.words.fill(0, at, at + columns);
    } else if (shown.length > 0) {
      const words = divergingWords[theme];
      for (let column = 0; column < columns; column++)
        this.words[at + column] = words[this.colour(store, shown, column, words.length)] as number;
    } else if (line > 0) {
      this.words.copyWithin(at, at - columns, at);
    }
  }

  /** For the rows that share a line, the value farthest from zero, so that no transient is lost. */
  private colour({ rpe, columns }: TrialStore, rows: readonly number[], column: number, colours: number): number {
    let farthest = 0;
    for (const row of rows) {
      const value = rpe[row * columns + column] as number;
      if (Math.abs(value) > Math.abs(farthest)) farthest = value;
    }
    const share = Math.min(1, Math.max(-1, farthest / this.peak));
    return Math.round(((share + 1) / 2) * (colours - 1));
  }
}

/** The rows that share a line of pixels, as [from, to). */
export function rowsOfLine(rows: number, height: number, line: number): readonly [number, number] {
  const first = Math.floor((line * rows) / height);
  return [first, Math.max(first + 1, Math.floor(((line + 1) * rows) / height))];
}

function shownRows(
  store: TrialStore,
  types: ReadonlySet<number>,
  [from, to]: readonly [number, number],
  trialsDone: number,
): readonly number[] | 'to come' {
  if (store.arrived[from] === 0 || from * store.trialsPerRow >= trialsDone) return 'to come';
  const rows: number[] = [];
  for (let row = from; row < to && row < store.rows; row++) {
    if (store.arrived[row] === 1 && isShown(store.types[row] as number, types)) rows.push(row);
  }
  return rows;
}
