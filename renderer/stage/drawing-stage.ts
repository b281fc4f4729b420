// A strict content security policy forbids functions compiled by Pixi at run time.
import 'pixi.js/unsafe-eval';
import { Application, Container, Graphics, Sprite, Text, Texture } from 'pixi.js';
import type { Drawing, Shape } from '../../src/contracts/drawing.ts';
import type { Theme } from '../theme/theme.ts';
import { paletteOf } from './palette.ts';

/** Pixels of the texture from which all circles are drawn. */
const circlePixels = 128;
/** Gap between two cells, as a fraction of a cell. */
const cellGap = 0.04;
const fontPixels = 48;

/** Displays any drawing. Sprites and texts are reused, so that the number of objects is that of the largest drawing. */
export class DrawingStage {
  private readonly app: Application;
  private readonly layer = new Container();
  private readonly circle: Texture;
  private readonly squares: Pool<Sprite>;
  private readonly circles: Pool<Sprite>;
  private readonly texts: Pool<Text>;
  private last: { drawing: Drawing; theme: Theme } | undefined;

  private constructor(app: Application) {
    this.app = app;
    app.stage.addChild(this.layer);
    const shape = new Graphics().circle(circlePixels / 2, circlePixels / 2, circlePixels / 2).fill(0xffffff);
    this.circle = app.renderer.generateTexture({ target: shape, resolution: 1, antialias: true });
    shape.destroy();
    this.squares = new Pool(() => this.added(new Sprite(Texture.WHITE)));
    this.circles = new Pool(() => this.added(new Sprite(this.circle)));
    this.texts = new Pool(() =>
      this.added(
        new Text({ text: '', style: { fontSize: fontPixels, fontFamily: 'system-ui, sans-serif', fill: 0xffffff } }),
      ),
    );
  }

  /** @param canvas target canvas */
  static async create(canvas: HTMLCanvasElement): Promise<DrawingStage> {
    const app = new Application();
    await app.init({
      canvas,
      preference: 'webgl',
      antialias: true,
      autoDensity: true,
      resolution: window.devicePixelRatio,
      backgroundAlpha: 0,
      autoStart: false,
      sharedTicker: false,
      width: 300,
      height: 300,
    });
    return new DrawingStage(app);
  }

  resize(width: number, height: number): void {
    this.app.renderer.resize(width, height);
    if (this.last !== undefined) this.show(this.last.drawing, this.last.theme);
  }

  show(drawing: Drawing, theme: Theme): void {
    this.last = { drawing, theme };
    const { width, height } = this.app.screen;
    const scale = Math.min(width / drawing.width, height / drawing.height);
    this.layer.scale.set(scale);
    this.layer.position.set((width - scale * drawing.width) / 2, (height - scale * drawing.height) / 2);
    for (const pool of [this.squares, this.circles, this.texts]) pool.begin();
    const palette = paletteOf(theme);
    drawing.shapes.forEach((shape, depth) => this.place(shape, depth, palette[shape.paint], scale));
    for (const pool of [this.squares, this.circles, this.texts]) pool.end();
    this.layer.sortChildren();
    this.app.renderer.render(this.app.stage);
  }

  private place(shape: Shape, depth: number, colour: number, scale: number): void {
    if (shape.kind === 'cells') {
      for (let i = 0; i + 1 < shape.cells.length; i += 2)
        this.square(
          (shape.cells[i] as number) + cellGap / 2,
          (shape.cells[i + 1] as number) + cellGap / 2,
          1 - cellGap,
          1 - cellGap,
          0,
          colour,
          depth,
        );
    } else if (shape.kind === 'rectangle') {
      this.square(shape.x, shape.y, shape.width, shape.height, shape.angle ?? 0, colour, depth);
    } else if (shape.kind === 'circle') {
      const sprite = this.circles.take();
      sprite.position.set(shape.x - shape.radius, shape.y - shape.radius);
      sprite.scale.set((2 * shape.radius) / circlePixels);
      sprite.alpha = shape.alpha ?? 1;
      sprite.tint = colour;
      sprite.zIndex = depth;
    } else if (shape.kind === 'line') {
      this.line(shape.points, Math.max(shape.width, 1 / scale), colour, depth);
    } else {
      const text = this.texts.take();
      // Setting a text causes a repaint.
      if (text.text !== shape.text) text.text = shape.text;
      text.anchor.set(0.5);
      text.position.set(shape.x, shape.y);
      // A capital is about seven tenths of the font size.
      text.scale.set(shape.size / (0.7 * fontPixels));
      text.tint = colour;
      text.zIndex = depth;
    }
  }

  /** Rotated about its centre. */
  private square(
    x: number,
    y: number,
    width: number,
    height: number,
    angle: number,
    colour: number,
    depth: number,
  ): void {
    const sprite = this.squares.take();
    sprite.anchor.set(0.5);
    sprite.position.set(x + width / 2, y + height / 2);
    sprite.width = width;
    sprite.height = height;
    sprite.rotation = angle;
    sprite.tint = colour;
    sprite.zIndex = depth;
  }

  private line(points: readonly number[], width: number, colour: number, depth: number): void {
    for (let i = 0; i + 3 < points.length; i += 2) {
      const [x0, y0, x1, y1] = points.slice(i, i + 4) as [number, number, number, number];
      const length = Math.hypot(x1 - x0, y1 - y0);
      // Slightly longer, so that bends have no gaps.
      this.square(
        (x0 + x1) / 2 - (length + width) / 2,
        (y0 + y1) / 2 - width / 2,
        length + width,
        width,
        Math.atan2(y1 - y0, x1 - x0),
        colour,
        depth,
      );
    }
  }

  /** Number of objects, for memory tests. */
  get objects(): number {
    return this.layer.children.length;
  }

  destroy(): void {
    this.app.destroy(false, { children: true });
  }

  private added<T extends Container>(object: T): T {
    this.layer.addChild(object);
    return object;
  }
}

/** Objects of one type, of which a drawing uses as many as it needs; the rest are hidden. */
class Pool<T extends Container> {
  private readonly all: T[] = [];
  private readonly make: () => T;
  private used = 0;

  constructor(make: () => T) {
    this.make = make;
  }

  begin(): void {
    this.used = 0;
  }

  take(): T {
    const thing = this.all[this.used] ?? this.make();
    if (this.used === this.all.length) this.all.push(thing);
    this.used += 1;
    thing.visible = true;
    return thing;
  }

  end(): void {
    for (let i = this.used; i < this.all.length; i++) (this.all[i] as T).visible = false;
  }
}
