import * as v from 'valibot';
import { whole } from '../state/read-state.ts';
import { side } from './board.ts';

/** A row or a column of the board. */
export const place = whole(0, side - 1);
/** A counter that some rules let fall below 0. */
export const counter = whole(-1e9, 1e9);
/** Steps between two of a type. */
export const period = whole(1, 1e9);
/** Cells as [y, x]. */
export const cells = v.pipe(v.array(v.tuple([place, place])), v.maxLength(side * side));
