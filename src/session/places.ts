import { InputError } from '../core/errors.ts';
import { isControl, type Spec } from '../spec/spec.ts';

/** Each session holds its signals in memory; a page shows one or two. */
const places = 8;
/** Networks, environments and replay buffers take more memory than the signals of an experiment. */
const placesOf = (spec: Spec): number => (isControl(spec) ? 2 : 1);

/** A page's slots for sessions, wherever they run. */
export class Places {
  private readonly taken = new Map<number, number>();

  /** @throws InputError if too many are open */
  take(session: number, spec: Spec): void {
    const wanted = placesOf(spec);
    const held = [...this.taken.values()].reduce((sum, one) => sum + one, 0);
    if (held + wanted > places)
      throw new InputError(`${this.taken.size} sessions are open already`, 'open', 'close one of them');
    this.taken.set(session, wanted);
  }

  free(session: number): void {
    this.taken.delete(session);
  }
}
