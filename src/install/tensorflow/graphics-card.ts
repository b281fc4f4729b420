import { spawnSync } from 'node:child_process';

/** NVIDIA's graphics cards as their driver names them, with their memory and its version; nothing where it finds none. */
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
