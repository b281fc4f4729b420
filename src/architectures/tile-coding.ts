import { InputError } from '../core/errors.ts';
import { power } from '../core/power.ts';
import { defineControlArchitecture } from '../contracts/architecture.ts';
import { integer } from '../contracts/parameters.ts';

/** With more features than this, clearing would take longer than learning. */
const maxFeatures = 20_000_000;

/**
 * Grids over the range of the observation, offset from each other by 1, 3, 5, … times the tile width divided by the
 * number of tilings in the first, second, third, … dimension (Sutton & Barto 2018, 9.5.4, after Miller & Glanz 1996).
 * In each tiling, the tile that contains the observation is 1.
 */
export default defineControlArchitecture({
  id: 'tile-coding',
  version: 1,
  title: 'Tile coding',
  summary:
    'Several coarse grids over the observation, each slightly displaced. What is learned at one point generalises to points nearby, the more so the nearer they are.',
  citation: { text: 'Sutton & Barto 2018, Reinforcement Learning: An Introduction, MIT Press, 9.5.4' },
  parameters: {
    tilings: integer({ default: 8, min: 1, max: 128, unit: 'tilings', help: 'Number of grids (tilings)' }),
    tiles: integer({
      default: 8,
      min: 1,
      max: 128,
      unit: 'per dimension',
      help: 'Number of tiles into which the range of each observed number is divided',
    }),
  },
  timescale: 'control',
  create({ tilings, tiles }, observation) {
    if (observation.kind !== 'box')
      throw new InputError(
        'tile coding needs numbers, but this environment shows none',
        'architecture tile-coding',
        'choose state-table, or a network',
      );
    const { low, high } = observation;
    const dimensions = low.length;
    // An offset grid needs one more tile to cover the whole range.
    const perDimension = tiles + 1;
    const perTiling = power(perDimension, dimensions);
    const size = tilings * perTiling;
    if (size > maxFeatures)
      throw new InputError(
        `${tilings} tilings of ${perDimension} tiles in ${dimensions} dimensions are ${size} features`,
        'architecture tile-coding',
        'lower tiles',
      );
    const scale = low.map((least, d) => tiles / ((high[d] as number) - least));

    function tile(value: number, d: number, tiling: number): number {
      const within = Math.min(tiles, Math.max(0, (value - (low[d] as number)) * (scale[d] as number)));
      const displaced = within + ((tiling * (2 * d + 1)) % tilings) / tilings;
      return Math.min(tiles, Math.floor(displaced));
    }

    return {
      kind: 'binary',
      size,
      maxActive: tilings,
      active(observations, offset, into) {
        for (let k = 0; k < tilings; k++) {
          let index = 0;
          for (let d = 0; d < dimensions; d++)
            index = index * perDimension + tile(observations[offset + d] as number, d, k);
          into[k] = k * perTiling + index;
        }
        return tilings;
      },
      label: (feature) => `tiling ${Math.floor(feature / perTiling) + 1}, tile ${feature % perTiling}`,
    };
  },
});
