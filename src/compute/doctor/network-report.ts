import { cpus, totalmem } from 'node:os';
import { InputError } from '../../core/errors.ts';
import type {
  FeedForwardLayer,
  NetworkMaker,
  NetworkSpec,
  RecurrentSpec,
  TrainingOptions,
} from '../../contracts/network.ts';
import { measureNetwork, measureRecurrent } from '../networks/measure.ts';
import type { BackendReport, MeasuredBackend } from '../../protocol/messages.ts';
import type { Backend } from '../backend.ts';
import { networksFor } from '../backends.ts';

const initial = { kind: 'uniform' } as const;
const dense = (units: number): FeedForwardLayer => ({ kind: 'dense', units, activation: 'relu', initial });
const layer: NetworkSpec = { input: [64], layers: [dense(64)] };
const examples: Readonly<Record<string, NetworkSpec>> = {
  '4-64-64-2': { input: [4], layers: [dense(64), dense(64), dense(2)] },
  'a convolution with 128 units': {
    input: [10, 10, 4],
    layers: [{ kind: 'convolution', filters: 16, size: 3, activation: 'relu', initial }, dense(128), dense(6)],
  },
};
const recurrent: RecurrentSpec = { inputs: 8, cell: 'gru', units: 64, outputs: 4 };
const training: TrainingOptions = {
  optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  trainBatch: 32,
  actBatch: 1,
};
const timing = { now: () => performance.now(), milliseconds: 60 };

/** A network backend: whether it works, and how fast. It is loaded into this process. */
export async function networkReport({
  id: name,
  installed,
  setUp,
  version,
  device = processor,
}: Backend): Promise<BackendReport> {
  if (installed?.() === false)
    return { name, works: false, detail: 'it is not set up', remedy: `to install it, run ${setUp}` };
  try {
    const measured = measure(await networksFor(name));
    const steps = Object.entries(measured.steps).map(([title, time]) => `${inFull(time)} µs for ${title}`);
    return {
      name,
      works: true,
      detail: `${version()}; a training step on 32 rows takes ${steps.join(', ')}; one layer of 64 units on 64 rows ${inFull(measured.layer)} µs; on ${device()}`,
      measured,
    };
  } catch (error) {
    if (error instanceof InputError) return { name, works: false, detail: error.what, remedy: error.remedy };
    return {
      name,
      works: false,
      detail: (error as Error).message,
      remedy: 'install Phasic again; until then use --backend auto',
    };
  }
}

function measure(maker: NetworkMaker): MeasuredBackend {
  const microseconds = (milliseconds: number): number => Math.round(1000 * milliseconds);
  const steps = Object.entries(examples).map(
    ([title, spec]) => [title, microseconds(measureNetwork(maker, spec, training, timing).train)] as const,
  );
  const throughTime = microseconds(measureRecurrent(maker, recurrent, { ...training, actBatch: 4 }, timing).train);
  return {
    layer: microseconds(measureNetwork(maker, layer, { ...training, actBatch: 64 }, timing).forward),
    steps: { ...Object.fromEntries(steps), 'a GRU of 64 units, 8 steps of 4': throughTime },
  };
}

const inFull = (microseconds: number): string => microseconds.toLocaleString('en');

/** The processor, for backends without a graphics card, and its memory. */
function processor(): string {
  const [first] = cpus();
  return `${first?.model.trim() || 'a processor'}, ${cpus().length} threads, ${Math.round(totalmem() / 1e9)} GB`;
}
