import { unitMeans } from '../analysis/unit-means.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import { didYouMean, InputError } from '../core/errors.ts';
import { createTrialSession, type TrialSession } from '../engine/trial-session.ts';
import { recordedUnits } from '../engine/unit-columns.ts';
import { worldOf } from '../engine/world.ts';
import type { PackedUnitMap } from '../protocol/trials.ts';
import { packFloats } from '../protocol/packed-floats.ts';
import { requireRoomForUnits } from './size/session-size.ts';

/** Units of a session that is open. What it does not record is recorded when it is first asked for, by running its trials again beside it. */
export class UnitRecorder {
  private readonly session: TrialSession;
  private readonly networks: NetworkMaker;
  /** Recorded again: a session of the same spec, as far as it was asked for. */
  private again: TrialSession | undefined;

  /** @param networks what the session has its networks from */
  constructor(session: TrialSession, networks: NetworkMaker) {
    this.session = session;
    this.networks = networks;
  }

  /**
   * @throws InputError for a group that the agent does not have, a condition that the paradigm does not have, and units that are too many for a page
   */
  map(group: string, condition: string): PackedUnitMap {
    const { spec, done } = this.session;
    const { conditions } = worldOf(spec);
    const declared = Object.hasOwn(conditions, condition) ? conditions[condition] : undefined;
    if (declared === undefined)
      throw new InputError(
        `unknown condition '${condition}'`,
        `paradigm ${spec.world.id}`,
        didYouMean(condition, Object.keys(conditions)),
      );
    const run = this.recorded(group);
    const units = recordedUnits(run).find((one) => one.group.id === group);
    if (units === undefined) throw new Error(`units '${group}' were not recorded`);
    const { mean, ...map } = unitMeans({ ...run, done }, declared.title, declared, units);
    return { ...map, mean: packFloats(mean) };
  }

  dispose(): void {
    this.again?.dispose();
  }

  /** A session that has recorded the group in all trials that are done. Signals of trials that were done once stay, wherever a session goes back to. */
  private recorded(group: string): TrialSession {
    const { session } = this;
    if (session.signals.units[group] !== undefined) return session;
    if (this.again?.signals.units[group] === undefined) {
      requireRoomForUnits(session.units, group, session.signals.rpe.length);
      this.again = createTrialSession(session.spec, { units: [group], networks: this.networks });
    }
    this.again.advance(Math.max(0, session.done - this.again.done));
    return this.again;
  }
}
