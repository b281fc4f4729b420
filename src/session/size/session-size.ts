import { InputError } from '../../core/errors.ts';
import { randomStream } from '../../core/random.ts';
import { meanInterval } from '../../contracts/design.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import type { Units } from '../../contracts/units.ts';
import { bind } from '../../engine/bind.ts';
import { unitsOf } from '../../engine/trial-session.ts';
import { find, findTrialRule } from '../../engine/registry.ts';
import { designOf } from '../../engine/world.ts';
import { megabytes } from './megabytes.ts';

/** The size of an experiment, computed before it is run. */
export interface SessionSize {
  readonly trials: number;
  /** Number of steps if every inter-trial interval has its mean length. */
  readonly steps: number;
  /** Bytes of its signals and trials. */
  readonly bytes: number;
}

const bytesPerNumber = 8;
/** A trial's events and the objects that hold them: 100 to 600 bytes, measured over all paradigms. */
const bytesPerTrial = 500;

export function sessionSize(spec: TrialSpec): SessionSize {
  const { phases, iti, trialSeconds, stepSeconds } = designOf(spec);
  const trials = phases.reduce((sum, phase) => sum + phase.trials, 0);
  const seconds = phases.reduce(
    (sum, phase) => sum + phase.trials * (meanInterval(phase.iti ?? iti) + trialSeconds),
    0,
  );
  const steps = Math.round(seconds / stepSeconds);
  const numbers = 2 * (1 + channelsOf(spec)) + unitsReadOf(spec);
  return { trials, steps, bytes: trials * bytesPerTrial + steps * numbers * bytesPerNumber };
}

/** Predictors whose signals are stored individually, in addition to their mean. */
function channelsOf({ agent: { objective }, seed }: TrialSpec): number {
  const { channels } = bind('objectives', objective).terms(randomStream(seed, 'size'));
  return channels?.each.length ?? 0;
}

/** Units of the agent that the paradigm's measures read. */
function unitsReadOf(spec: TrialSpec): number {
  const { readUnits } = find('paradigms', spec.world.id);
  if (readUnits === undefined) return 0;
  return unitsOf(spec).find(({ group }) => group.id === readUnits)?.labels.length ?? 0;
}

/** A page displays what it runs: beyond this, the figures alone take half a minute. */
const maxTrials = 150_000;
const maxBytes = 256 << 20;

/**
 * Sessions run by a page share this machine with other pages. The command line has no such limit.
 * @throws InputError saying how much it needs, and the limit
 */
export function requireRoom(specs: readonly TrialSpec[]): void {
  const sizes = specs.map(sessionSize);
  const sum = (of: (size: SessionSize) => number): number => sizes.reduce((total, size) => total + of(size), 0);
  const [trials, bytes] = [sum((size) => size.trials), sum((size) => size.bytes)];
  const where = specs.length === 1 ? 'design, phases' : `comparison of ${specs.length}`;
  const remedy = `use fewer trials, a shorter interval or a coarser resolutionSeconds${specs.length === 1 ? '' : ', or compare fewer agents'}; or phasic run and phasic compare, which have no such limit`;
  if (trials > maxTrials)
    throw new InputError(
      `${inFull(trials)} trials are more than the ${inFull(maxTrials)} that a page runs at once`,
      where,
      remedy,
    );
  if (bytes > maxBytes)
    throw new InputError(
      `${inFull(trials)} trials in about ${inFull(sum(({ steps }) => steps))} steps need ${megabytes(bytes)} of memory, more than the ${megabytes(maxBytes)} that a page may have`,
      where,
      remedy,
    );
}

/**
 * Units requested by a page, of a session that it has open.
 * @throws InputError saying how much memory they need, and the limit
 */
export function requireRoomForUnits(units: readonly Units[], id: string, steps: number): void {
  const count = units.find(({ group }) => group.id === id)?.labels.length ?? 0;
  const bytes = bytesPerNumber * count * steps;
  if (bytes <= maxBytes) return;
  throw new InputError(
    `${inFull(count)} units in ${inFull(steps)} steps need ${megabytes(bytes)} of memory, more than the ${megabytes(maxBytes)} that a page may have`,
    `units ${id}`,
    'use fewer trials, a shorter interval or a longer step; or phasic run --units, which may have more',
  );
}

/** Up to this size, an experiment is run, averaged and drawn without a noticeable delay. */
const shortSteps = 200_000;
const shortTrials = 3000;

/** Whether running an experiment, or displaying it, would delay other requests. */
export function isLong(spec: TrialSpec): boolean {
  const { trials, steps } = sessionSize(spec);
  return trials > shortTrials || steps > shortSteps || findTrialRule(spec.agent.learningRule.id).slow === true;
}

const inFull = (number: number): string => number.toLocaleString('en-US');
