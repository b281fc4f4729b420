import type { Check } from './check.ts';
import { biasTrap } from './bias-trap.ts';
import { coverage, recoveryTime } from './coverage.ts';
import { hbayesdm } from './hbayesdm.ts';
import { sessionSpeed } from './session-speed.ts';
import { trialSpeed } from './trial-speed.ts';
import { wilsonCollinsConfusion, wilsonCollinsRecovery } from './wilson-collins.ts';
import { zorowitz } from './zorowitz.ts';

const parts: Readonly<Record<string, (root: string) => readonly Check[] | Promise<readonly Check[]>>> = {
  speed: async () => [...trialSpeed(), ...(await sessionSpeed())],
  zorowitz,
  'wilson-collins-recovery': wilsonCollinsRecovery,
  'wilson-collins-confusion': wilsonCollinsConfusion,
  'bias-trap': biasTrap,
  hbayesdm,
  coverage,
  'recovery-time': recoveryTime,
};

/** Runs the named parts, all by default, and prints each number beside what it has to be. Exit code 1 if one is not. */
export async function main(root: string, names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    process.stderr.write(`bench:fitting: unknown part '${unknown}'; choose from ${Object.keys(parts).join(', ')}\n`);
    return 2;
  }
  let failed = 0;
  for (const [name, run] of Object.entries(parts)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const { what, measured, expected, passes } of await run(root)) {
      if (passes === false) failed += 1;
      const verdict = passes === undefined ? '     ' : passes ? 'ok   ' : 'FAILS';
      process.stdout.write(`${verdict} ${what}: ${measured}${expected === '' ? '' : `; expected ${expected}`}\n`);
    }
  }
  return failed === 0 ? 0 : 1;
}
