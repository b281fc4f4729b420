import { InputError } from '../../core/errors.ts';
import { loadWebgpu, type Webgpu } from './networks.ts';

/** Whether a software adapter is acceptable, from the environment. For tests. */
const softwareWillDo = (): boolean => process.env['PHASIC_WEBGPU_SOFTWARE'] === '1';

const opened = new Map<boolean, Webgpu | InputError>();

/**
 * The graphics card, opened on first use and cached.
 * @param software whether a software adapter is acceptable
 * @throws InputError if there is none; the same error each time
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
