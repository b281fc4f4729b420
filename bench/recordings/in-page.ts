// Functions that run in the page; each is sent as its text, so none uses another.

export interface Watched {
  /** Bytes that workers posted to the page. */
  bytes: number;
  /** Times of the page's clock, ms. */
  given?: number;
  traced?: number;
  averaged?: number;
}

/** Before the page's own scripts: counts what workers post, and notes when a file is given, its trace is drawn and its means are there. */
export function watchPage(): void {
  const watched: Watched = { bytes: 0 };
  (globalThis as { phasicWatched?: Watched }).phasicWatched = watched;

  /** As a structured clone holds it: whole buffers, numbers of 8 bytes, texts of 2 bytes a letter. */
  function sizeOf(value: unknown, seen: Set<unknown>): number {
    if (typeof value === 'string') return 2 * value.length;
    if (typeof value !== 'object' || value === null) return 8;
    const held = ArrayBuffer.isView(value) ? value.buffer : value;
    if (seen.has(held)) return 8;
    seen.add(held);
    if (held instanceof ArrayBuffer) return held.byteLength;
    let sum = 0;
    for (const [name, one] of Object.entries(held))
      sum += (Array.isArray(held) ? 0 : 2 * name.length) + sizeOf(one, seen);
    return sum;
  }

  const { Worker: Plain } = globalThis;
  globalThis.Worker = class extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => {
        watched.bytes += sizeOf(data, new Set());
      });
    }
  };

  /** Share of the columns of the trace that have ink in their lower half, where no mark of an event is. */
  function inkedShare(): number {
    const plot = document.querySelector<HTMLElement>('.data-trace-plot .u-over');
    const canvas = document.querySelector<HTMLCanvasElement>('.data-trace-plot canvas');
    const context = canvas?.getContext('2d');
    if (plot === null || canvas === null || !context) return 0;
    const [inner, outer] = [plot.getBoundingClientRect(), canvas.getBoundingClientRect()];
    const [left, top] = [Math.round(inner.left - outer.left), Math.round(inner.top - outer.top)];
    const [width, height] = [Math.floor(inner.width), Math.floor(inner.height)];
    if (width < 1 || height < 2) return 0;
    const half = Math.floor(height / 2);
    const { data } = context.getImageData(left, top + half, width, half);
    let inked = 0;
    for (let x = 0; x < width; x++) {
      let has = false;
      for (let y = 0; y < half && !has; y++) has = (data[4 * (y * width + x) + 3] as number) > 128;
      inked += Number(has);
    }
    return inked / width;
  }

  function look(): void {
    if (watched.traced === undefined && inkedShare() > 0.95) watched.traced = performance.now();
    if (watched.averaged === undefined && document.querySelector('.data-means svg[aria-label]') !== null)
      watched.averaged = performance.now();
    if (watched.traced === undefined || watched.averaged === undefined) requestAnimationFrame(look);
  }

  document.addEventListener(
    'change',
    ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
      watched.given = performance.now();
      watched.bytes = 0;
      requestAnimationFrame(look);
    },
    { capture: true },
  );
}

/** Zooms in and out with the wheel, and moves along with Shift, one turn a frame: the times between frames, ms. */
export async function turnWheel(turns: number): Promise<readonly number[]> {
  const plot = document.querySelector('.data-trace-plot .u-over') as HTMLElement;
  const { width } = plot.getBoundingClientRect();
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const times: number[] = [];
  let last = await frame();
  for (let i = 0; i < turns; i++) {
    const isZoom = i < turns / 2;
    const direction = i % 40 < 20 ? -1 : 1;
    plot.dispatchEvent(
      new WheelEvent('wheel', {
        ...(isZoom ? { deltaY: direction } : { deltaX: (direction * width) / 40 }),
        clientX: plot.getBoundingClientRect().left + width / 3,
        cancelable: true,
      }),
    );
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return times;
}

/** Columns of the trace, counted from its left, whose ink reaches into its upper half; its width is the second result. */
export function highColumns(): { readonly columns: readonly number[]; readonly width: number } {
  const plot = document.querySelector('.data-trace-plot .u-over') as HTMLElement;
  const canvas = document.querySelector('.data-trace-plot canvas') as HTMLCanvasElement;
  const [inner, outer] = [plot.getBoundingClientRect(), canvas.getBoundingClientRect()];
  const [width, height] = [Math.floor(inner.width), Math.floor(inner.height)];
  // Below the rows in which events are marked.
  const [from, rows] = [Math.floor(height * 0.35), Math.floor(height * 0.15)];
  const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
    Math.round(inner.left - outer.left),
    Math.round(inner.top - outer.top) + from,
    width,
    rows,
  );
  const columns: number[] = [];
  for (let x = 0; x < width; x++) {
    let inked = 0;
    for (let y = 0; y < rows; y++) inked += Number((data[4 * (y * width + x) + 3] as number) > 96);
    if (inked > rows / 2) columns.push(x);
  }
  return { columns, width };
}
