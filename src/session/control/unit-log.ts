import type { UnitMap } from '../../contracts/units.ts';
import { didYouMean, InputError } from '../../core/errors.ts';
import { rowsWithin, StepLog } from '../../engine/control/step-log.ts';
import { eventIndex, eventUnitMap } from './control-figures.ts';
import type { ControlRun } from './start-run.ts';

/** The most numbers that a session of a page keeps (16 MB), and the most rows, which are those of the command line. */
const maxNumbers = 2_000_000;
const maxRows = 10_000;

/** All units of an open run in its first environment, from the first request for them on. */
export class UnitLog {
  private readonly run: ControlRun;
  private readonly log: StepLog;

  constructor(run: ControlRun) {
    const units = run.session.acting.units ?? [];
    this.run = run;
    this.log = new StepLog(run.session, {
      rows: Math.min(maxRows, rowsWithin(maxNumbers, units)),
      units: units.map(({ group }) => group.id),
    });
  }

  /** While true, steps are not recorded: those of a person. */
  set paused(isPaused: boolean) {
    this.log.paused = isPaused;
  }

  /** @throws InputError for a group that the agent does not have, and for an unknown event */
  map(group: string, event: string): UnitMap {
    const { session } = this.run;
    const steps = this.log.steps();
    const units = steps.units.find((one) => one.group.id === group);
    if (units === undefined)
      throw new InputError(
        `this agent has no units '${group}'`,
        'units',
        didYouMean(
          group,
          steps.units.map((one) => one.group.id),
        ),
      );
    const since = (steps.step[0] ?? session.done) * session.spec.worlds;
    return { ...eventUnitMap(this.run, eventIndex(this.run, event), steps, units), since };
  }
}
