import type { Draws } from '../../contracts/control-env.ts';
import { Disagreement, requireEqual } from './disagreement.ts';
import type { LoggedDraw } from './trajectory-file.ts';

/**
 * Replays the logged draws of a call, which must be requested in that order, with the same type and range, and
 * completely.
 */
export class LoggedDraws implements Draws {
  private logged: readonly LoggedDraw[] = [];
  private taken = 0;

  begin(logged: readonly LoggedDraw[]): void {
    this.logged = logged;
    this.taken = 0;
  }

  /** @throws Disagreement if some are left */
  end(): void {
    if (this.taken < this.logged.length)
      throw new Disagreement('draws that are left over', this.logged.slice(this.taken), []);
  }

  /** The draw that decides whether the last action is repeated. */
  sticky(): number {
    return this.next('s')[1];
  }

  unit(): number {
    return this.next('u')[1];
  }

  integer(low: number, high: number): number {
    const [, from, to, value] = this.next('i');
    requireEqual('the range of a draw', [from, to], [low, high]);
    if (value < low || value >= high) throw new Disagreement('a draw', value, `${low} to ${high - 1}`);
    return value;
  }

  uniform(low: number, high: number): number {
    const [, from, to, u, value] = this.next('U');
    requireEqual('the range of a draw', [from, to], [low, high]);
    requireEqual('a draw', value, low + (high - low) * u);
    return value;
  }

  private next<Kind extends LoggedDraw[0]>(kind: Kind): DrawOf<Kind> {
    const draw = this.logged[this.taken];
    if (draw?.[0] !== kind) throw new Disagreement('a draw', draw ?? 'none', kind);
    this.taken += 1;
    return draw as DrawOf<Kind>;
  }
}

type DrawOf<Kind> = Kind extends 'i'
  ? ['i', number, number, number]
  : Kind extends 'U'
    ? ['U', number, number, number, number]
    : [Kind, number];
