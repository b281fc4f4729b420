// Runs the kernel named by its argument twice, the first time so that it is compiled, and prints what the second took as
// one JSON object.
import { linearTdKernels } from './linear-td.ts';
import { timed } from './measure.ts';
import { trialLevelKernels } from './trial-level.ts';

const kernels: Readonly<Record<string, () => void>> = { ...linearTdKernels, ...trialLevelKernels };
const kernel = kernels[process.argv[2] as string] as () => void;
kernel();
process.stdout.write(JSON.stringify(timed(kernel)));
