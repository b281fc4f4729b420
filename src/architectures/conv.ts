import { defineControlArchitecture } from '../contracts/architecture.ts';
import { InputError } from '../core/errors.ts';
import { integer } from '../contracts/parameters.ts';

/** The network of Young & Tian 2019: filters of 3 x 3 with stride 1, then one dense layer, both rectified. */
export default defineControlArchitecture({
  id: 'conv',
  version: 1,
  title: 'Convolutional network',
  summary:
    'Small filters process every place of a picture in the same way, and a dense layer combines their outputs. Made for games that are shown as planes of cells.',
  citation: { text: 'Young & Tian 2019, MinAtar, arXiv:1903.03176' },
  parameters: {
    filters: integer({ default: 16, min: 1, max: 256, unit: 'filters', help: 'Number of filters' }),
    filterSize: integer({ default: 3, min: 1, max: 9, unit: 'cells', help: 'Height and width of a filter' }),
    units: integer({ default: 128, min: 1, max: 4096, unit: 'units', help: 'Number of units in the dense layer' }),
  },
  timescale: 'control',
  create({ filters, filterSize, units }, observation) {
    if (observation.kind !== 'binary')
      throw new InputError(
        'a convolutional network needs pictures, but this environment shows none',
        'architecture conv',
        'choose the architecture mlp',
      );
    const [rows, columns] = observation.shape;
    if (filterSize > Math.min(rows, columns))
      throw new InputError(
        `filters of ${filterSize} cells do not fit into ${rows} x ${columns}`,
        'architecture conv',
        'lower filterSize',
      );
    return {
      kind: 'network',
      hidden: [
        { kind: 'convolution', filters, size: filterSize, activation: 'relu' },
        { kind: 'dense', units, activation: 'relu' },
      ],
    };
  },
});
