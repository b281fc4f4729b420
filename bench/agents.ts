import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { middle, type Row } from './measure.ts';

/** Steps a second of Stable-Baselines3 with one thread, as measured once on a machine of this kind; it is not run beside ours. */
const stableBaselines = { a2c: 3100, ppo: 1900, dqn: 570 } as const;
/** Frames a second of MinAtar's own PyTorch DQN, one update a frame. */
const minatarDqn = 280;

const rounds = 3;

/** How fast deep agents learn with the program itself, on what `npm install` brings. */
export function agents(root: string): readonly Row[] {
  const runs = mkdtempSync(join(tmpdir(), 'phasic-bench-'));
  const rate = (...args: readonly string[]): number =>
    middle(
      Array.from({ length: rounds }, () => {
        const out = execFileSync(process.execPath, [join(root, 'bin/phasic.mjs'), 'train', ...args, '--backend', 'fused', '--runs', runs, '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
        return (JSON.parse(out) as { stepsPerSecond: number }).stepsPerSecond;
      }),
    );
  const against = (measured: number, other: number, name: string, limit: number): string => `${(measured / other).toFixed(1)} x ${name} (${other.toLocaleString('en-US')}, stated); at least ${limit} x`;
  try {
    const a2c = rate('cartpole', '--agent', 'a2c', '--steps', '200000');
    const ppo = rate('cartpole', '--agent', 'ppo', '--steps', '60000');
    const dqn = rate('cartpole', '--agent', 'dqn', '--steps', '15000', '--set', 'double=false');
    const frame = rate('breakout', '--agent', 'dqn-conv', '--steps', '8000', '--set', 'learningStarts=500', '--set', 'trainEvery=1', '--set', 'double=false');
    const many = rate('breakout', '--agent', 'ppo-conv', '--steps', '30000');
    const shown = (rate: number, unit: string): string => `${Math.round(rate).toLocaleString('en-US')} ${unit}/s`;
    return [
      { what: 'A2C on CartPole, 8 worlds, two nets of 64-64', measured: shown(a2c, 'steps'), against: against(a2c, stableBaselines.a2c, 'Stable-Baselines3', 20) },
      { what: 'PPO on CartPole, 8 worlds, 32 steps, 20 epochs, batch 256', measured: shown(ppo, 'steps'), against: against(ppo, stableBaselines.ppo, 'Stable-Baselines3', 10) },
      { what: 'DQN on CartPole, net 256-256, batch 64, 128 updates every 256 steps, not double', measured: shown(dqn, 'steps'), against: against(dqn, stableBaselines.dqn, 'Stable-Baselines3', 2) },
      { what: 'DQN on MinAtar Breakout, one update of 32 a frame', measured: shown(frame, 'frames'), against: against(frame, minatarDqn, 'MinAtar’s PyTorch DQN', 1) },
      { what: 'PPO on MinAtar Breakout, 8 worlds', measured: shown(many, 'frames'), against: against(many, minatarDqn, 'MinAtar’s PyTorch DQN', 5) },
    ];
  } finally {
    rmSync(runs, { recursive: true, force: true });
  }
}
