/**
 * What a world looks like, as plain data: no Pixi, no colours, no pixels. A face draws the shapes in order, the first at the back.
 * Lengths are in the world's own units, x to the right and y down from the top left corner.
 */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** Names that a theme turns into colours, in both a light and a dark one. */
export type Paint =
  | 'background'
  | 'floor'
  | 'wall'
  | 'ink'
  | 'faint'
  | 'player'
  | 'ball'
  | 'trail'
  | 'brick'
  | 'enemy'
  | 'bullet'
  | 'friend'
  | 'food'
  | 'goal'
  | 'hazard'
  | 'water'
  | 'cue';

export type Shape =
  /** Unit squares of a grid, one paint for all. `cells` holds x, y, x, y, … */
  | { readonly kind: 'cells'; readonly cells: readonly number[]; readonly paint: Paint }
  | {
      readonly kind: 'rectangle';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly paint: Paint;
      readonly angle?: number;
    }
  | {
      readonly kind: 'circle';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly paint: Paint;
      readonly alpha?: number;
    }
  /** `points` holds x, y, x, y, … */
  | { readonly kind: 'line'; readonly points: readonly number[]; readonly width: number; readonly paint: Paint }
  /** Centred on x, y; `size` is the height of a capital. */
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly paint: Paint;
    };
