import * as tf from '@tensorflow/tfjs-core';
import type { PopulationSetup, PopulationTrial } from '../../contracts/population.ts';

/** The parameters of all columns in a trial, 1 x columns each. */
export interface Columns {
  readonly discount: tf.Tensor2D;
  /** γλ. */
  readonly retention: tf.Tensor2D;
  /** The largest γλ of any column; 0 if there are no traces. */
  readonly maxRetention: number;
}

/** Returns parameters by trial: few trials override values, so each pair of values is uploaded once. */
export function columnParameters({ discount, traceDecay }: PopulationSetup): {
  of(trial: PopulationTrial): Columns;
  dispose(): void;
} {
  const known = new Map<string, Columns>();
  const upload = (values: Float32Array): tf.Tensor2D => tf.tensor2d(values, [1, values.length]);

  function create(ownDiscount: number | undefined, ownDecay: number | undefined): Columns {
    const gamma = ownDiscount === undefined ? discount : new Float32Array(discount.length).fill(ownDiscount);
    const decay = ownDecay === undefined ? traceDecay : new Float32Array(traceDecay.length).fill(ownDecay);
    const retention = gamma.map((one, i) => one * decay[i]);
    return {
      discount: upload(gamma),
      retention: upload(retention),
      maxRetention: retention.reduce((most, one) => Math.max(most, one), 0),
    };
  }

  return {
    of(trial) {
      const key = `${trial.discount} ${trial.traceDecay}`;
      const found = known.get(key) ?? create(trial.discount, trial.traceDecay);
      known.set(key, found);
      return found;
    },
    dispose: () => known.forEach(({ discount, retention }) => tf.dispose([discount, retention])),
  };
}
