import { registerGradient } from '@tensorflow/tfjs-core';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad';
import { conv2DGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Conv2D_grad';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { tanhGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Tanh_grad';

/**
 * Tells the tape of core the derivatives of the operations that layers here are made of. It knows none until told; to tell it all
 * (register_all_gradients) takes several times as long to load.
 */
export function registerGradients(): void {
  for (const config of [addGradConfig, batchMatMulGradConfig, conv2DGradConfig, reluGradConfig, reshapeGradConfig, tanhGradConfig]) registerGradient(config);
}
