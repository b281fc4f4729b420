import { InputError } from '../../core/errors.ts';
import type { NetworkMaker, TrainingOptions } from '../../contracts/network.ts';
import { measureNetwork, measureRecurrent, type Measured } from './measure.ts';

export interface Choosing {
  /** In order of preference among equally fast ones. At least one. */
  readonly makers: readonly NetworkMaker[];
  /** Milliseconds on any monotonic clock. */
  readonly now: () => number;
  readonly late?: readonly LateMaker[];
  /** Called with the measurements for a network, the chosen backend first. */
  readonly told?: ((measured: readonly MeasuredMaker[]) => void) | undefined;
}

interface MeasuredMaker {
  /** The name its networks report. */
  readonly backend: string;
  /** Milliseconds per training step including the accompanying forward passes. */
  readonly time: number;
}

/**
 * A backend that takes long to load, and is loaded only if the network is slow enough on all others that it could be
 * faster.
 */
export interface LateMaker {
  /** Milliseconds per training step including the accompanying forward passes. */
  readonly worthFrom: number;
  /** @throws InputError if it cannot be loaded here; the choice is then made among the others */
  readonly load: () => NetworkMaker;
}

// Forward passes of a typical agent between two training steps.
const actsPerTrainingStep = 4;
// Milliseconds for training and for acting, each. Backends differ by large factors, so this need not be precise, and
// must not delay the start of a run.
const milliseconds = 25;

/**
 * A backend that measures its candidates on the given network and builds it with the fastest. It measures with separate
 * random numbers, so that the run's stream is the same whichever is chosen, and caches its choices.
 * @throws InputError if none of them can build the network: the first one's reason
 */
export function chooseNetworks({ makers, now, late = [], told }: Choosing): NetworkMaker {
  const timing = { now, milliseconds };
  const chosen = new Map<string, NetworkMaker>();

  function choose(
    spec: unknown,
    { trainBatch, actBatch, optimiser }: TrainingOptions,
    measure: (maker: NetworkMaker) => Measured,
  ): NetworkMaker {
    const key = JSON.stringify([spec, trainBatch, actBatch, optimiser.kind]);
    const maker = chosen.get(key) ?? fastest(makers, late, told, measure);
    chosen.set(key, maker);
    return maker;
  }

  return {
    network: (spec, training, random) =>
      choose(spec, training, (maker) => measureNetwork(maker, spec, training, timing)).network(spec, training, random),
    recurrent: (spec, training, random) =>
      choose(spec, training, (maker) => measureRecurrent(maker, spec, training, timing)).recurrent(
        spec,
        training,
        random,
      ),
  };
}

function fastest(
  makers: readonly NetworkMaker[],
  late: readonly LateMaker[],
  told: Choosing['told'],
  measure: (maker: NetworkMaker) => Measured,
): NetworkMaker {
  const [first] = makers;
  if (first === undefined) throw new Error('there is no network backend to choose from');
  if (makers.length === 1 && late.length === 0) return first;
  const measured: (MeasuredMaker & { readonly maker: NetworkMaker })[] = [];
  let refusal: InputError | undefined;

  function consider(load: () => NetworkMaker): void {
    try {
      const maker = load();
      const { backend, train, forward } = measure(maker);
      measured.push({ maker, backend, time: train + actsPerTrainingStep * forward });
    } catch (error) {
      // A backend may not support a kind of layer; another one may.
      if (!(error instanceof InputError)) throw error;
      refusal ??= error;
    }
  }

  for (const maker of makers) consider(() => maker);
  for (const { worthFrom, load } of late) if (measured.every(({ time }) => time >= worthFrom)) consider(load);
  measured.sort((a, b) => a.time - b.time);
  told?.(measured);
  const [best] = measured;
  if (best === undefined) throw refusal as InputError;
  return best.maker;
}
