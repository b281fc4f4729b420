import { noteDraw, withDrawsNoted } from '../core/random.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Encoder } from '../contracts/architecture.ts';
import type { Design, GridDesign } from '../contracts/design.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { encoderOf } from './per-step.ts';
import { findTrialRule } from './registry.ts';
import { scheduledSession, type CommonWork, type ScheduledSession } from './trial-session.ts';
import { declaredDesign } from './world.ts';

/** Trials that are kept at most, some hundred bytes each. */
const maxTrials = 100_000;
/** Encoders that are kept at most, each with the features that it has computed. */
const maxEncoders = 4;

interface KeptEncoder {
  readonly design: GridDesign;
  readonly architecture: string;
  readonly encoder: Encoder;
  readonly naive: readonly number[];
}

/**
 * Keeps what sessions in one world have in common, for sessions that are run to their ends one after the other: the
 * trials of a seed, and encoders with their features. What belongs to another world is dropped.
 */
export class KeptWork implements CommonWork {
  private declared: Design | undefined;
  private readonly schedules = new Map<string, ReturnType<typeof withDrawsNoted<ScheduledSession>>>();
  private trials = 0;
  private encoders: KeptEncoder[] = [];

  scheduled(spec: TrialSpec): ScheduledSession {
    this.enter(spec);
    // Manipulations change trials, and choices replace them.
    if (spec.manipulations !== undefined || declaredDesign(spec).states !== undefined) return scheduledSession(spec);
    const { architecture, learningRule } = spec.agent;
    const key = [
      spec.seed,
      architecture.parameters['resolutionSeconds'],
      findTrialRule(learningRule.id).timescale === 'trial',
    ].join();
    const known = this.schedules.get(key);
    // What follows from draws is another under another seed, whoever drew.
    if (known?.isDrawn === true) noteDraw();
    if (known !== undefined) return known.made;
    const drawn = withDrawsNoted(() => scheduledSession(spec));
    this.trials += drawn.made.trials.length;
    if (this.trials <= maxTrials) this.schedules.set(key, drawn);
    return drawn.made;
  }

  encoder(spec: TrialSpec, design: GridDesign): Encoder {
    this.enter(spec);
    const architecture = canonicalJson(spec.agent.architecture);
    const at = this.encoders.findIndex((one) => one.architecture === architecture && one.design === design);
    const [known] = at < 0 ? [] : this.encoders.splice(at, 1);
    const kept = known ?? freshEncoder(spec, design, architecture);
    this.encoders = [kept, ...this.encoders].slice(0, maxEncoders);
    kept.encoder.restore(kept.naive);
    return kept.encoder;
  }

  private enter(spec: TrialSpec): void {
    const declared = declaredDesign(spec);
    if (declared === this.declared) return;
    this.declared = declared;
    this.schedules.clear();
    this.trials = 0;
    this.encoders = [];
  }
}

function freshEncoder(spec: TrialSpec, design: GridDesign, architecture: string): KeptEncoder {
  const encoder = encoderOf(spec, design);
  return { design, architecture, encoder, naive: Array.from(encoder.state()) };
}
