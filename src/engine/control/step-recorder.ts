import { randomStream, resumeStream, type RandomState, type RandomStream } from '../../core/random.ts';
import { controlDefaults, type ControlSpec } from '../../spec/spec.ts';
import type { RecordingTrack } from '../../contracts/recording.ts';
import type { SavedParts } from '../../contracts/saved.ts';
import { bind } from '../bind.ts';
import type { ControlSession } from './control-session.ts';

/** The recording in one environment. */
interface Electrode {
  /** One for each recorded channel: unit u shows channel u mod tracks. */
  readonly tracks: readonly RecordingTrack[];
  random: RandomStream;
}

/**
 * The spec's recording in the first environments of a session: advances step by step, across the ends of episodes. It
 * has its own random streams, so that recording does not change the agent.
 */
export class StepRecorder {
  readonly units: number;
  /** For the last step, one per environment: mean over units, and the first unit, in the recording's unit. */
  readonly rate: Float64Array;
  readonly unit: Float64Array;
  private readonly electrodes: readonly Electrode[];

  private constructor({ spec, env, acting }: ControlSession, worlds: number) {
    const recorder = bind('recordings', spec.recording).create(randomStream(spec.seed, 'recording'));
    this.units = recorder.units;
    const tracks = Math.min(acting.channels, recorder.units);
    this.electrodes = Array.from({ length: worlds }, (_, i) => ({
      tracks: Array.from({ length: tracks }, () => recorder.begin(env.stepSeconds, 0)),
      random: randomStream(spec.seed, `recording/${i}`),
    }));
    this.rate = new Float64Array(worlds);
    this.unit = new Float64Array(worlds);
  }

  /** @returns undefined if the RPE itself is recorded */
  static of(session: ControlSession, worlds: number): StepRecorder | undefined {
    return recordsRpeItself(session.spec) ? undefined : new StepRecorder(session, worlds);
  }

  /** Processes the last step. */
  note({ acting: { signals, channels } }: ControlSession): void {
    this.electrodes.forEach(({ tracks, random }, i) => {
      tracks.forEach((track, channel) =>
        track.step(
          (signals.channelRpe === undefined ? signals.rpe[i] : signals.channelRpe[i * channels + channel]) as number,
          random,
        ),
      );
      let sum = 0;
      for (let unit = 0; unit < this.units; unit++) {
        const reading = (tracks[unit % tracks.length] as RecordingTrack).read(unit, random);
        if (unit === 0) this.unit[i] = reading;
        sum += reading;
      }
      this.rate[i] = sum / this.units;
    });
  }

  state(): SavedParts {
    return {
      rate: this.rate.slice(),
      unit: this.unit.slice(),
      electrodes: this.electrodes.map(({ tracks, random }) => ({
        memories: tracks.map(({ memory }) => memory.slice()),
        random: { ...random.state() },
      })),
    };
  }

  restore(state: SavedParts): void {
    this.rate.set(state['rate'] as Float64Array);
    this.unit.set(state['unit'] as Float64Array);
    this.electrodes.forEach((electrode, i) => {
      const { memories, random } = (state['electrodes'] as readonly SavedParts[])[i] as {
        readonly memories: readonly Float64Array[];
        readonly random: RandomState;
      };
      electrode.tracks.forEach(({ memory }, channel) => memory.set(memories[channel] as Float64Array));
      electrode.random = resumeStream(random);
    });
  }
}

const recordsRpeItself = ({ recording }: Pick<ControlSpec, 'recording'>): boolean =>
  recording.id === controlDefaults.recording.id;
