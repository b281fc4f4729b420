import type { Answers, Question } from '../../contracts/reader.ts';
import { timeUnitOf, timeUnitOptions, timeUnits } from '../sampled/time-units.ts';

/** Numbers of a unit in seconds. */
export function inSeconds(numbers: Float64Array, unit: string): Float64Array {
  const { perSecond } = timeUnits[timeUnitOf(unit) ?? 's'];
  if (perSecond === 1) return numbers;
  return perSecond > 1 ? numbers.map((value) => value / perSecond) : numbers.map((value) => value * 60);
}

/** A unit and why it is likely. */
export interface ProposedUnit {
  readonly unit: string;
  readonly reason: string;
}

/** The unit in which the step between samples is that of a recording of 0.5 to 2000 samples per second. */
export function unitOfStep(step: number, rows: number): ProposedUnit {
  const likely = step < 1 || (step < 2 && rows < 14_400) ? 's' : step < 2000 ? 'ms' : step < 2e6 ? 'us' : 'ns';
  const rate = timeUnits[likely].perSecond / step;
  return { unit: likely, reason: `then there are ${Number(rate.toPrecision(4))} samples per second` };
}

/** Share of events that lie within the recording if the unit is right: some are recorded before and after. */
const minInside = 0.2;

/** Seconds if events then lie within the recording, else the unit in which most do, else one in which they last less than a day. */
export function unitOfEvents(times: Float64Array, range: readonly [number, number] | undefined): ProposedUnit {
  if (range !== undefined) {
    const inside = (unit: string): number =>
      inSeconds(times, unit).filter((time) => time >= range[0] && time <= range[1]).length;
    const unit = ['s', 'ms', 'us', 'min'].find((unit) => inside(unit) > minInside * times.length);
    if (unit !== undefined) return { unit, reason: `then ${inside(unit)} of ${times.length} lie within the recording` };
  }
  const last = times.reduce((most, time) => Math.max(most, time), 0);
  return last < 86_400
    ? { unit: 's', reason: 'then all lie within a day' }
    : { unit: 'ms', reason: 'in seconds, they would last longer than a day' };
}

/** The question about a unit that a file does not state, and the unit by its answer. */
export function askedUnit(
  id: string,
  of: string,
  proposed: ProposedUnit,
  answers: Answers,
): { unit: string; question: Question } {
  const answer = timeUnitOf(answers[id]);
  return {
    unit: answer ?? proposed.unit,
    question: {
      id,
      text: `In which unit is the time in ${of}?`,
      options: timeUnitOptions,
      proposed: proposed.unit,
      reason: proposed.reason,
    },
  };
}
