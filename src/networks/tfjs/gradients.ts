import { registerGradient } from '@tensorflow/tfjs-core';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad';
import { concatGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Concat_grad';
import { conv2DGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Conv2D_grad';
import { identityGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Identity_grad';
import { multiplyGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Multiply_grad';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { sigmoidGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sigmoid_grad';
import { splitVGradConfig } from '@tensorflow/tfjs-core/dist/gradients/SplitV_grad';
import { subGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sub_grad';
import { tanhGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Tanh_grad';

/**
 * Tells the tape of core the derivatives of the operations that networks here are made of. It knows none until told; to tell it all
 * (register_all_gradients) takes several times as long to load.
 */
export function registerGradients(): void {
  for (const config of [
    addGradConfig,
    batchMatMulGradConfig,
    concatGradConfig,
    conv2DGradConfig,
    identityGradConfig,
    multiplyGradConfig,
    reluGradConfig,
    reshapeGradConfig,
    sigmoidGradConfig,
    splitVGradConfig,
    subGradConfig,
    tanhGradConfig,
  ]) {
    registerGradient(config);
  }
}
