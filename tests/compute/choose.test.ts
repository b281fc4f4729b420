import { expect, test } from 'vitest';
import type {
  Network,
  NetworkMaker,
  NetworkSpec,
  RecurrentNetwork,
  TrainingOptions,
} from '../../src/contracts/network.ts';
import { InputError } from '../../src/core/errors.ts';
import { randomStream } from '../../src/core/random.ts';
import { backends, networksFor } from '../../src/compute/backends.ts';
import { chooseNetworks } from '../../src/compute/networks/choose.ts';
import { adam, networkCases, recurrentCases, stream } from './cases.ts';

const dense = networkCases['relu layers'] as NetworkSpec;
const small: TrainingOptions = { ...adam, trainBatch: 8 };
const large: TrainingOptions = { ...adam, trainBatch: 1024 };

/** A clock that advances only by the costs that networks report. */
function workshop() {
  let time = 0;
  const built: string[] = [];
  let open = 0;

  /** A backend whose training step has a fixed cost and a cost per row. */
  function maker(
    name: string,
    start: number,
    row: number,
    refuses: (spec: object) => boolean = () => false,
  ): NetworkMaker {
    function make(spec: object, options: TrainingOptions): object {
      if (refuses(spec)) throw new InputError(`${name} knows no such layer`, 'network', 'use another backend');
      built.push(name);
      open += 1;
      const pass = () => {
        time += start + row;
      };
      const train = () => {
        time += start + row * options.trainBatch;
      };
      return { backend: name, spec, stateSize: 1, forward: pass, step: pass, train, dispose: () => (open -= 1) };
    }
    return {
      network: (spec, training) => make(spec, training) as Network,
      recurrent: (spec, training) => make(spec, training) as RecurrentNetwork,
    };
  }
  return { maker, built, open: () => open, now: () => time };
}

test('a backend with a low fixed cost is chosen for small batches, one with a low cost per row for large ones', () => {
  const { maker, now, open } = workshop();
  const networks = chooseNetworks({ makers: [maker('short', 1, 0.1), maker('long', 10, 0.01)], now });
  expect(networks.network(dense, small, stream()).backend).toBe('short');
  expect(networks.network(dense, large, stream()).backend).toBe('long');
  expect(networks.recurrent(recurrentCases['gru'] as never, { ...small, actBatch: 4 }, stream()).backend).toBe('short');
  // The measured networks are disposed of; the three requested ones are not.
  expect(open()).toBe(3);
});

test('a choice is cached, and repeated for another network', () => {
  const { maker, now, built } = workshop();
  const networks = chooseNetworks({ makers: [maker('first', 1, 0), maker('second', 2, 0)], now });
  networks.network(dense, small, stream());
  networks.network(dense, small, stream());
  expect(built).toEqual(['first', 'second', 'first', 'first']);
  networks.network(networkCases['tanh layers'] as NetworkSpec, small, stream());
  expect(built.slice(4)).toEqual(['first', 'second', 'first']);
});

test('a backend that does not support a layer is skipped; if none does, the first states the reason', () => {
  const { maker, now } = workshop();
  const never = () => true;
  const some = chooseNetworks({ makers: [maker('narrow', 1, 0, never), maker('wide', 9, 0)], now });
  expect(some.network(dense, small, stream()).backend).toBe('wide');
  const none = chooseNetworks({ makers: [maker('narrow', 1, 0, never), maker('wide', 9, 0, never)], now });
  expect(() => none.network(dense, small, stream())).toThrow('narrow knows no such layer');
});

test('backends that take long to load are loaded only for networks that could be faster on them', () => {
  const { maker, now, built } = workshop();
  const loads: string[] = [];
  const late = [
    ['refused', 1000],
    ['fast', 1000],
    ['slow', 20_000],
  ].map(([name, worthFrom]) => ({
    worthFrom: worthFrom as number,
    load(): NetworkMaker {
      loads.push(name as string);
      if (name === 'refused') throw new InputError('there is no graphics card', 'webgpu', 'use another backend');
      return maker(name as string, 50, 0);
    },
  }));
  const networks = chooseNetworks({ makers: [maker('first', 0, 10), maker('second', 0, 20)], now, late });
  expect(networks.network(dense, small, stream()).backend).toBe('first');
  expect(loads).toEqual([]);
  expect(networks.network(dense, large, stream()).backend).toBe('fast');
  expect(loads).toEqual(['refused', 'fast']);
  expect(built).toEqual(['first', 'second', 'first', 'first', 'second', 'fast', 'fast']);
});

test('a backend that takes long to load is loaded only for networks that are slow on all others, and chosen if it is faster', () => {
  const { maker, now } = workshop();
  const loads: string[] = [];
  const measured: unknown[] = [];
  const load = (): NetworkMaker => {
    loads.push('late');
    return maker('late', 20, 0);
  };
  // A step and four times acting: 8 rows take 5.4 + 4 x 4.7 with `early`, 1024 rows take 107 + 4 x 4.7.
  const networks = chooseNetworks({
    makers: [maker('early', 4.6, 0.1)],
    now,
    late: [{ worthFrom: 100, load }],
    told: (times) => measured.push(times),
  });
  expect(networks.network(dense, small, stream()).backend).toBe('early');
  expect(loads).toEqual([]);
  expect(networks.network(dense, large, stream()).backend).toBe('late');
  expect(loads).toEqual(['late']);
  expect(measured).toEqual([
    [expect.objectContaining({ backend: 'early', time: expect.closeTo(24.2) })],
    [
      expect.objectContaining({ backend: 'late', time: expect.closeTo(100) }),
      expect.objectContaining({ backend: 'early', time: expect.closeTo(125.8) }),
    ],
  ]);
});

test('such a backend is skipped if it cannot be loaded', () => {
  const { maker, now } = workshop();
  const load = (): NetworkMaker => {
    throw new InputError('it cannot be loaded', 'late', 'set it up');
  };
  expect(
    chooseNetworks({ makers: [maker('early', 4, 0)], now, late: [{ worthFrom: 0, load }] }).network(
      dense,
      small,
      stream(),
    ).backend,
  ).toBe('early');
});

test('measuring draws nothing from the stream of the run', async () => {
  const networks = await networksFor('auto');
  const measured = randomStream(2, 'networks');
  const first = networks.network(dense, small, measured);
  const forced = randomStream(2, 'networks');
  const second = (await networksFor('cpu')).network(dense, small, forced);
  expect(first.parameters()).toEqual(second.parameters());
  expect(measured.state()).toEqual(forced.state());
  first.dispose();
  second.dispose();
});

// WebGPU computes on a graphics card, and for tests in another process (webgpu.test.ts).
const installed = backends
  .filter(({ id, installed }) => id !== 'webgpu' && (installed?.() ?? true))
  .map(({ id }) => id);

test.each(installed)('%s can be forced by its name', async (name) => {
  const network = (await networksFor(name)).network(dense, small, stream());
  expect(network.backend).toMatch(new RegExp(`^(tfjs-)?${name}$`));
  network.dispose();
});

test('an unknown name is refused with a suggestion', async () => {
  await expect(networksFor('wams')).rejects.toThrow(/backend: unknown backend 'wams'; did you mean 'wasm'\?/);
  await expect(networksFor('wams')).rejects.toBeInstanceOf(InputError);
});
