import { InputError } from '../../core/errors.ts';
import { loadWebgpu, type Webgpu } from './networks.ts';

/** Whether what computes in place of a graphics card will do, by the environment. It is for tests. */
const softwareWillDo = (): boolean => process.env['PHASIC_WEBGPU_SOFTWARE'] === '1';

const opened = new Map<boolean, Webgpu | InputError>();

/**
 * The graphics card, opened when first asked for and kept.
 * @param software whether what computes in its place will do
 * @throws InputError where there is none; the same one each time
 */
export function openedWebgpu(software: boolean = softwareWillDo()): Webgpu {
  const webgpu = opened.get(software) ?? open(software);
  opened.set(software, webgpu);
  if (webgpu instanceof InputError) throw webgpu;
  return webgpu;
}

function open(software: boolean): Webgpu | InputError {
  try {
    return loadWebgpu({ software });
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}
