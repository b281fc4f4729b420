import { spawnSync } from 'node:child_process';

/** NVIDIA graphics cards as named by their driver, with memory and driver version; empty if none is found. */
export function graphicsCard(): string | undefined {
  const { status, stdout } = spawnSync(
    'nvidia-smi',
    ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader'],
    { encoding: 'utf8', timeout: 20_000 },
  );
  if (status !== 0) return undefined;
  const cards = stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [name, memory, driver] = line.split(', ');
      return `${name}, ${memory}, driver ${driver}`;
    });
  return cards.join('; ');
}
