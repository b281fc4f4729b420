import { canonicalJson } from '../core/canonical-json.ts';
import { randomStream } from '../core/random.ts';
import { columnOf } from '../core/signal-column.ts';
import { recordedLikelihood } from '../analysis/choice-likelihood.ts';
import { averageConditions } from '../analysis/conditions.ts';
import { evidence } from '../analysis/evidence.ts';
import { recordTrials, type RecordedTrials } from '../analysis/recorded-trials.ts';
import { judge } from '../analysis/signatures.ts';
import { summarise } from '../analysis/summaries.ts';
import type { Evidence } from '../contracts/paradigm.ts';
import type { AnyValues } from '../contracts/parameters.ts';
import type { Result } from '../spec/result.ts';
import type { Spec } from '../spec/spec.ts';
import { versions } from '../spec/versions.ts';
import { channelRpe } from '../contracts/units.ts';
import { bind } from './bind.ts';
import { find, lookup } from './registry.ts';
import type { RunSession } from './trial-session.ts';
import { worldOf } from './world.ts';

/** SHA-256 or similar, passed in because the engine is platform-independent. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  hex(): string;
}

/** Measures a session while it runs. Averages are cached between calls, so that frequent calls are cheap. */
export interface Observer {
  readonly recorded: RecordedTrials;
  readonly spiking: boolean;
  readonly rateUnit: string;
  /** What signatures measure, after the finished trials. */
  evidence(): Evidence<AnyValues>;
  /** All results after the finished trials. */
  look(): Omit<Result, 'hash'>;
}

export function observe(session: RunSession): Observer {
  const { spec, design, trials, offsets, signals, channels } = session;
  const world = worldOf(spec);
  const { readUnits } = find('paradigms', spec.world.id);
  const recording = bind('recordings', spec.recording);
  const recorder = recording.create(randomStream(spec.seed, 'recording'));
  const recorded = recordTrials(
    {
      design,
      trials,
      seed: spec.seed,
      recording: spec.recording.id,
      rpe: signals.rpe,
      offsets,
      channels,
      channelRpe: signals.units[channelRpe.id],
    },
    recorder,
  );
  const conditions = averageConditions({ design, trials, offsets, signals, recorded }, world.conditions);

  function seen(): Evidence<AnyValues> {
    const { done: trialsDone } = session;
    return evidence({
      parameters: spec.world.parameters,
      design,
      averages: conditions.averages(trialsDone),
      completed: (condition) => conditions.completed(condition, trialsDone),
      offsets,
      signals,
      channels,
      recorded,
      state: readUnits === undefined ? undefined : signals.units[readUnits],
    });
  }

  function look(): Omit<Result, 'hash'> {
    const now = seen();
    let summaries: Result['summaries'] | undefined;
    const likelihood = design.states === undefined ? undefined : recordedLikelihood(Array.from(trials));
    return {
      spec,
      backend: session.backend,
      conditions: now.averages,
      signatures: world.signatures.map((signature) => judge(signature, now)),
      ...(likelihood === undefined ? {} : { likelihood }),
      // Plots are not computed at every call, and of many seeds only for one.
      get summaries() {
        return (summaries ??= (world.summaries ?? []).map((summary) => summarise(summary, now)));
      },
    };
  }

  return { recorded, spiking: recording.spiking, rateUnit: recording.unit, evidence: seen, look };
}

/** Steps that are hashed at once. */
const hashedSteps = 1 << 16;

/** The hash of a finished run: over the versions of its parts, its spec, and every step of its signals. */
export function hashRun({ spec, signals }: Pick<RunSession, 'spec' | 'signals'>, hasher: Hasher): string {
  hasher.update(hashHead(spec));
  for (const column of [columnOf(signals.rpe), columnOf(signals.value)])
    for (let from = 0; from < column.length; from += hashedSteps) {
      const to = Math.min(column.length, from + hashedSteps);
      const { values, origin } = column.stretch(from, to);
      const { buffer, byteOffset, byteLength } = values.subarray(from - origin, to - origin);
      hasher.update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  return hasher.hex();
}

/**
 * The prefix of every run's hash: canonical JSON of what a run follows from, which is not where its session was recorded.
 */
export function hashHead(spec: Spec): Uint8Array {
  const members: Readonly<Record<string, unknown>> = { ...spec, recordedFrom: undefined };
  const written = Object.keys(members)
    .sort()
    .flatMap((name) => (members[name] === undefined ? [] : [`"${name}":${memberText(members[name])}`]));
  return encodeText(`{"spec":{${written.join()}},"versions":${canonicalJson(versions(lookup, spec))}}`);
}

/** Many seeds of an experiment share all the rest of their spec, and a design may be long. */
const texts = new WeakMap<object, string>();

function memberText(member: unknown): string {
  if (typeof member !== 'object' || member === null) return canonicalJson(member);
  const text = texts.get(member) ?? canonicalJson(member);
  texts.set(member, text);
  return text;
}

/** Ids and parameters are plain ASCII, so one byte per character is enough and no platform encoder is needed. */
export function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
