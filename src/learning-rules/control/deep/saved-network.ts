import { InputError } from '../../../core/errors.ts';
import type { Network, NetworkSpec, RecurrentNetwork, RecurrentSpec } from '../../../contracts/network.ts';
import type { SavedParts, SavedTensor } from '../../../contracts/saved.ts';

// A network computes on one flat vector. It is saved layer by layer, under PyTorch's names and in its order, so that
// load_state_dict() takes the layers as they are.

/** A matrix [rows, columns] of the flat vector, rows being size x size x channels: PyTorch has [columns, channels, size, size]. */
interface Piece {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly channels: number;
  readonly columns: number;
}

/** The state of a network with its parameters as one tensor per layer and kind. */
export function savedNetwork(network: Network | RecurrentNetwork): SavedParts {
  const { parameters, ...rest } = network.state();
  const flat = parameters as Float32Array;
  const tensors: Record<string, SavedTensor> = {};
  let offset = 0;
  for (const piece of piecesOf(network.spec)) {
    const data = new Float32Array(lengthOf(piece));
    visit(piece, (there, here) => (data[there] = flat[offset + here]));
    tensors[piece.name] = { shape: piece.shape, data };
    offset += data.length;
  }
  return { ...rest, parameters: tensors };
}

/** @throws InputError if the state does not fit the network */
export function restoreNetwork(network: Network | RecurrentNetwork, state: SavedParts): void {
  const { parameters, ...rest } = state;
  const flat = new Float32Array(network.parameterCount);
  let offset = 0;
  for (const piece of piecesOf(network.spec)) {
    const { data } = (parameters as Readonly<Record<string, SavedTensor | undefined>>)[piece.name] ?? {};
    if (!(data instanceof Float32Array) || data.length !== lengthOf(piece))
      throw new InputError(
        `${piece.name} does not have ${piece.shape.join(' x ')} numbers`,
        'saved network',
        'use the agent and the environment that it was saved from',
      );
    visit(piece, (there, here) => (flat[offset + here] = data[there]));
    offset += data.length;
  }
  network.restore({ ...rest, parameters: flat });
}

const lengthOf = ({ shape }: Piece): number => shape.reduce((all, size) => all * size, 1);

/** Positions in PyTorch's order, and in the flat vector. */
function visit({ size, channels, columns }: Piece, one: (there: number, here: number) => void): void {
  const places = size * size;
  for (let column = 0; column < columns; column++)
    for (let channel = 0; channel < channels; channel++)
      for (let place = 0; place < places; place++)
        one((column * channels + channel) * places + place, (place * channels + channel) * columns + column);
}

/** In the order of the flat vector. */
const piecesOf = (spec: NetworkSpec | RecurrentSpec): readonly Piece[] =>
  'layers' in spec ? layerPieces(spec) : cellPieces(spec);

function layerPieces({ input, layers }: NetworkSpec): readonly Piece[] {
  let shape: readonly number[] = input;
  return layers.flatMap((layer, index) => {
    const name = `layers.${index}`;
    if (layer.kind === 'dense') {
      const inputs = shape.reduce((all, size) => all * size, 1);
      shape = [layer.units];
      return [matrix(`${name}.weight`, inputs, layer.units), vector(`${name}.bias`, layer.units)];
    }
    const { size, filters } = layer;
    const [rows, columns, channels] = shape as readonly [number, number, number];
    shape = [rows - size + 1, columns - size + 1, filters];
    const weight = { name: `${name}.weight`, shape: [filters, channels, size, size], size, channels, columns: filters };
    return [weight, vector(`${name}.bias`, filters)];
  });
}

function cellPieces({ inputs, cell, units, outputs }: RecurrentSpec): readonly Piece[] {
  const gates = (cell === 'gru' ? 3 : 4) * units;
  return [
    matrix('cell.weight_ih_l0', inputs, gates),
    matrix('cell.weight_hh_l0', units, gates),
    vector('cell.bias_ih_l0', gates),
    vector('cell.bias_hh_l0', gates),
    matrix('readout.weight', units, outputs),
    vector('readout.bias', outputs),
  ];
}

const matrix = (name: string, rows: number, columns: number): Piece => ({
  name,
  shape: [columns, rows],
  size: 1,
  channels: rows,
  columns,
});

const vector = (name: string, length: number): Piece => ({
  name,
  shape: [length],
  size: 1,
  channels: 1,
  columns: length,
});
