import type { Design } from '../contracts/design.ts';

/** An animal's session as an experiment that any agent can be run through. */
export interface RecordedSession {
  /** One phase of recorded trials; what usually happens in each type is for agents that know their task in advance. */
  readonly design: Design;
  /** The session's start on the recording's clock, seconds: an event of the design at t is there at t + startSeconds. */
  readonly startSeconds: number;
  /** What a person should know about its trials, as lines. */
  readonly notes: readonly string[];
}

/** The session's clock counts microseconds. */
export const exact = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;

/** Time before the first event, so that the session begins with nothing, seconds. */
export const leadSeconds = 1;

/** A window ends at least this long after its last event, seconds. */
export const leastWindow = 0.01;

/** Ids of a design are plain ASCII, because hashes are computed on one byte per character. */
export const plain = (name: string): string => name.replaceAll(/[^ -~]+/g, '?').slice(0, 200);

/** A reward by its size in reward units, in the name of a kind of trials. */
export const sizeWords = (size: number): string => `reward ${Number(size.toPrecision(4))}`;
