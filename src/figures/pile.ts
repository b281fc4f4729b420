import type { Placed } from './compose.ts';

/** Stacks drawings vertically. */
export class Pile {
  readonly parts: Placed[] = [];
  height: number;

  /** @param top space above the first drawing, px */
  constructor(top: number) {
    this.height = top;
  }

  add(svg: SVGSVGElement, height: number): void {
    this.parts.push({ x: 0, y: this.height, svg });
    this.height += height;
  }

  addRow(drawings: readonly SVGSVGElement[], width: number, height: number): void {
    drawings.forEach((svg, i) => this.parts.push({ x: i * width, y: this.height, svg }));
    this.height += height;
  }

  skip(height: number): void {
    this.height += height;
  }
}
