import { useEffect, useState } from 'react';
import type { UnitMap } from '../../src/contracts/units.ts';
import type { ErrorLine } from '../../src/protocol/messages.ts';
import { lineOf } from '../store/experiment.ts';

/** Requests the means of a group of units, over a condition or around an event. */
type AskForUnits = (group: string, condition: string) => Promise<UnitMap>;

interface Answer {
  readonly group: string;
  readonly condition: string;
  readonly given: UnitMap | ErrorLine;
}

/**
 * Requested again when the result, the group or the condition changes; late answers are dropped, and an
 * answer is shown only for what was asked.
 * @param ask must not change
 */
export function useUnits(
  ask: AskForUnits,
  group: string | undefined,
  condition: string | undefined,
  result: unknown,
): UnitMap | ErrorLine | undefined {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => {
    if (group === undefined || condition === undefined || result === undefined) return undefined;
    let isWanted = true;
    const take = (given: UnitMap | ErrorLine): void => {
      if (isWanted) setAnswer({ group, condition, given });
    };
    ask(group, condition).then(take, (error: unknown) => take(lineOf(error)));
    return () => {
      isWanted = false;
    };
  }, [ask, group, condition, result]);
  return answer?.group === group && answer?.condition === condition ? answer?.given : undefined;
}
