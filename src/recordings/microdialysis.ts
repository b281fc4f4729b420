import { randomStream } from '../core/random.ts';
import { real } from '../contracts/parameters.ts';
import { defineRecording } from '../contracts/recording.ts';

// A time that is a whole number of samples must not fall one short by rounding.
const rounding = 1e-9;

/**
 * Mean concentration of each sample, in % of the baseline, shown from its end to the end of the next:
 *
 *     max(0, 100 + (gainPositive Σp - gainNegative Σn) / sampleSeconds)
 *
 * with the positive and negative RPEs of the sample. A response to one of them is so much shorter than a sample that only its
 * area counts. Before the first sample ends, the baseline is shown.
 */
export default defineRecording({
  id: 'microdialysis',
  version: 1,
  title: 'Microdialysis',
  summary:
    'Dopamine collected through a membrane, one number in many minutes, in % of the baseline. Single responses cannot be seen, only whether there were more or larger ones in the course of a sample.',
  citation: {
    text: 'Chefer, Thompson, Zapata & Shippenberg 2009, Current Protocols in Neuroscience 47:7.1',
    doi: '10.1002/0471142301.ns0701s47',
  },
  parameters: {
    sampleSeconds: real({
      default: 1200,
      min: 1,
      max: 7200,
      unit: 's',
      symbol: 'T',
      help: 'duration of a sample; the first starts with the session (20 min in Ejdrup et al. 2022)',
    }),
    delaySeconds: real({
      default: 0,
      min: 0,
      max: 3600,
      unit: 's',
      symbol: 't₀',
      help: 'from the probe to the vial; 0 as if it were corrected',
    }),
    gainPositive: real({
      default: 100,
      min: 0,
      max: 1e5,
      unit: '% s per reward unit',
      symbol: 'g⁺',
      help: 'area of the response to a positive RPE (approximate: twice the baseline for one second)',
    }),
    gainNegative: real({
      default: 20,
      min: 0,
      max: 1e5,
      unit: '% s per reward unit',
      symbol: 'g⁻',
      help: 'area of the response to a negative RPE (approximate: silence for 0.2 s)',
    }),
    noise: real({
      default: 10,
      min: 0,
      max: 100,
      unit: '% of the baseline',
      symbol: 'σ',
      help: 'standard deviation of the error of a sample (approximate: successive samples after vehicle in Ejdrup et al. 2022)',
    }),
  },
  unit: '% of the baseline',
  spiking: false,
  create({ sampleSeconds, delaySeconds, gainPositive, gainNegative, noise }, random) {
    // A sample has one error, whenever and however often it is shown.
    const errors = random.next();
    const errorOf = (sample: number): number => randomStream(errors, `sample/${sample}`).normal(0, noise);
    // Samples that can be open at once: from the one in the probe to that in the vial, and the last one, which is shown.
    const open = Math.ceil(delaySeconds / sampleSeconds) + 2;
    return {
      units: 1,
      memorySeconds: delaySeconds + 2 * sampleSeconds,
      begin(stepSeconds, startSeconds) {
        // Steps so far, the last sample shown, its reading, and the areas of the open samples.
        const memory = new Float64Array(3 + open);
        const areas = memory.subarray(3);
        const sampleAt = (seconds: number): number => Math.floor(seconds / sampleSeconds + rounding);
        const firstSample = sampleAt(startSeconds);
        memory[1] = firstSample - 1;
        memory[2] = 100;

        function finish(sample: number): void {
          const area = areas[sample % open] as number;
          areas[sample % open] = 0;
          memory[1] = sample;
          memory[2] = Math.max(0, 100 + area / sampleSeconds + (noise === 0 ? 0 : errorOf(sample)));
        }

        return {
          memory,
          step(rpe) {
            const now = startSeconds + (memory[0] as number) * stepSeconds;
            for (let next = (memory[1] as number) + 1; next < sampleAt(now); next++) finish(next);
            const place = sampleAt(now + delaySeconds) % open;
            areas[place] = (areas[place] as number) + (rpe > 0 ? gainPositive : gainNegative) * rpe;
            memory[0] = (memory[0] as number) + 1;
          },
          read: () => memory[2] as number,
        };
      },
    };
  },
});
