/**
 * The appearance of an environment as plain data, without Pixi, colours or pixels. The interface draws the shapes in
 * order, the first at the back. Lengths are in the environment's own units, x to the right and y down from the top left
 * corner.
 */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** Names that a theme maps to colours, both light and dark. */
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
  /** Unit squares of a grid in one paint. `cells` holds x, y, x, y, … */
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
  /** Centred on x, y; `size` is the cap height. */
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly paint: Paint;
    };
