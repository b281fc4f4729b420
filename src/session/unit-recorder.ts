import { unitMeans } from '../analysis/unit-means.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import { didYouMean, InputError } from '../core/errors.ts';
import { createTrialSession, type TrialSession } from '../engine/trial-session.ts';
import { recordedUnits } from '../engine/unit-columns.ts';
import { worldOf } from '../engine/world.ts';
import { packUnitMap, type PackedUnitMap } from '../protocol/packed-units.ts';
import { requireRoomForUnits } from './size/session-size.ts';

/**
 * Units of an open session. Units that it does not record are recorded on first request, by running its trials again in
 * a separate session.
 */
export class UnitRecorder {
  private readonly session: TrialSession;
  private readonly networks: NetworkMaker;
  /** The separate session of the same spec, as far as it was requested. */
  private again: TrialSession | undefined;

  /** @param networks the session's network backend */
  constructor(session: TrialSession, networks: NetworkMaker) {
    this.session = session;
    this.networks = networks;
  }

  /**
   * @throws InputError for a group that the agent does not have, a condition that the paradigm does not have, and for
   * more units than a page may request
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
    return packUnitMap(unitMeans({ ...run, done }, declared.title, declared, units));
  }

  dispose(): void {
    this.again?.dispose();
  }

  /**
   * A session that has recorded the group in all finished trials. Signals of finished trials stay, even if a session is
   * rewound.
   */
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
