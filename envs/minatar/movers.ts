import { side } from './board.ts';

/** One in a saved state: column, row, whether it goes right, and the countdowns that its type uses. */
export type Entry = readonly [x: number, y: number, isRight: boolean, move?: number, shoot?: number];

/**
 * Objects that swim or fly along rows, the oldest first. Stored as columns of numbers, so that a step allocates
 * nothing.
 */
export class Movers {
  count = 0;
  x = new Int32Array(32);
  y = new Int32Array(32);
  /** 1 to the right, -1 to the left. */
  way = new Int32Array(32);
  /** Steps until it moves. */
  move = new Int32Array(32);
  /** Steps until it shoots. */
  shoot = new Int32Array(32);

  add(x: number, y: number, way: number, move: number, shoot: number): void {
    const i = this.count;
    if (i === this.x.length) this.grow();
    this.x[i] = x;
    this.y[i] = y;
    this.way[i] = way;
    this.move[i] = move;
    this.shoot[i] = shoot;
    this.count = i + 1;
  }

  /** Removes one; later ones move up. */
  remove(i: number): void {
    const last = this.count - 1;
    for (let k = i; k < last; k++) {
      this.x[k] = this.x[k + 1] as number;
      this.y[k] = this.y[k + 1] as number;
      this.way[k] = this.way[k + 1] as number;
      this.move[k] = this.move[k + 1] as number;
      this.shoot[k] = this.shoot[k + 1] as number;
    }
    this.count = last;
  }

  isAt(i: number, x: number, y: number): boolean {
    return this.x[i] === x && this.y[i] === y;
  }

  /** Index of the first in a cell; -1 if there is none. */
  firstAt(x: number, y: number): number {
    for (let i = 0; i < this.count; i++) if (this.isAt(i, x, y)) return i;
    return -1;
  }

  /** Whether one in the row goes in the opposite direction. */
  opposes(y: number, way: number): boolean {
    for (let i = 0; i < this.count; i++) if (this.y[i] === y && this.way[i] !== way) return true;
    return false;
  }

  /** Moves one by a column; removes it and returns true if that leads off the board. */
  leaves(i: number): boolean {
    const moved = (this.x[i] as number) + (this.way[i] as number);
    this.x[i] = moved;
    if (moved >= 0 && moved < side) return false;
    this.remove(i);
    return true;
  }

  /** Removes the first in a cell; returns whether there was one. */
  struck(x: number, y: number): boolean {
    const i = this.firstAt(x, y);
    if (i >= 0) this.remove(i);
    return i >= 0;
  }

  cleared(): this {
    this.count = 0;
    return this;
  }

  /** @param countdowns number of them in use: 1 to move, 2 to shoot as well */
  entries(countdowns: number): readonly (number | boolean)[][] {
    return Array.from({ length: this.count }, (_, i) => [
      this.x[i] as number,
      this.y[i] as number,
      this.way[i] === 1,
      ...[this.move[i] as number, this.shoot[i] as number].slice(0, countdowns),
    ]);
  }

  fillFrom(entries: readonly Entry[]): void {
    this.count = 0;
    for (const [x, y, isRight, move = 0, shoot = 0] of entries) this.add(x, y, isRight ? 1 : -1, move, shoot);
  }

  /** As x and y. */
  cells(): readonly (readonly [number, number])[] {
    return Array.from({ length: this.count }, (_, i) => [this.x[i] as number, this.y[i] as number]);
  }

  /** The cell behind each, if it is on the board. */
  trails(): readonly (readonly [number, number])[] {
    return this.cells()
      .map(([x, y], i) => [x - (this.way[i] as number), y] as const)
      .filter(([x]) => x >= 0 && x < side);
  }

  // The number in an external state is not bounded.
  private grow(): void {
    const longer = (column: Int32Array): Int32Array<ArrayBuffer> => {
      const copy = new Int32Array(2 * column.length);
      copy.set(column);
      return copy;
    };
    this.x = longer(this.x);
    this.y = longer(this.y);
    this.way = longer(this.way);
    this.move = longer(this.move);
    this.shoot = longer(this.shoot);
  }
}
