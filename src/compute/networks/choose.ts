import { InputError } from '../../core/errors.ts';
import type { NetworkMaker, TrainingOptions } from '../../contracts/network.ts';
import { measureNetwork, measureRecurrent, type Measured } from './measure.ts';

export interface Choosing {
  /** In the order in which they are preferred where they are equally fast. At least one. */
  readonly makers: readonly NetworkMaker[];
  /** Milliseconds, counted from anywhere. */
  readonly now: () => number;
  readonly late?: readonly LateMaker[];
  /** Told what was measured for a network, the chosen maker's first. */
  readonly told?: ((measured: readonly MeasuredMaker[]) => void) | undefined;
}

export interface MeasuredMaker {
  /** As its networks name it. */
  readonly backend: string;
  /** Milliseconds of a training step and the acting that goes with it. */
  readonly time: number;
}

/** A maker that takes long to load, and is loaded only for networks that take so long with all others that it could be faster. */
export interface LateMaker {
  /** Milliseconds of a training step and the acting that goes with it. */
  readonly worthFrom: number;
  /** @throws InputError where it cannot be loaded here; the others are chosen from then */
  readonly load: () => NetworkMaker;
}

// How often a typical agent acts between two training steps.
const actsPerTrainingStep = 4;
// For training and for acting, each. Makers differ several times over; it need not be exact, and nobody should notice it at the start of a run.
const milliseconds = 25;

/**
 * A maker that measures its makers on the network at hand and builds it with the fastest. It measures on random numbers of its own,
 * so that the stream of a run is the same whichever is chosen, and remembers its choices.
 * @throws InputError where none of them can build the network: the first one's reason
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
  if (first === undefined) throw new Error('there is no maker to choose from');
  if (makers.length === 1 && late.length === 0) return first;
  const measured: (MeasuredMaker & { readonly maker: NetworkMaker })[] = [];
  let refusal: InputError | undefined;

  function consider(load: () => NetworkMaker): void {
    try {
      const maker = load();
      const { backend, train, forward } = measure(maker);
      measured.push({ maker, backend, time: train + actsPerTrainingStep * forward });
    } catch (error) {
      // A maker may not know a kind of layer; that another one knows it is what there are several for.
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
