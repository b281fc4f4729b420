import type { Check } from './check.ts';
import { biasTrap } from './bias-trap.ts';
import { calibration } from './calibration.ts';
import { coverage, recoveryTime } from './coverage.ts';
import { discriminated } from './discriminated.ts';
import { hbayesdm } from './hbayesdm.ts';
import { sessionCoverage } from './session-coverage.ts';
import { nextTrialSpeed } from './next-trial.ts';
import { sessionSpeed } from './session-speed.ts';
import { trialSpeed } from './trial-speed.ts';
import { twoStepRecovery } from './two-step.ts';
import { wilsonCollinsConfusion, wilsonCollinsRecovery } from './wilson-collins.ts';
import { zorowitz } from './zorowitz.ts';

/** @param size of what is simulated, if it is not the usual one */
type Part = (root: string, size?: number) => readonly Check[] | Promise<readonly Check[]>;

const parts: Readonly<Record<string, Part>> = {
  speed: async () => [...trialSpeed(), ...(await sessionSpeed())],
  discriminate: discriminated,
  'next-trial': nextTrialSpeed,
  zorowitz,
  'wilson-collins-recovery': wilsonCollinsRecovery,
  'wilson-collins-confusion': wilsonCollinsConfusion,
  'two-step': twoStepRecovery,
  'bias-trap': biasTrap,
  hbayesdm,
  coverage,
  'session-coverage': sessionCoverage,
  calibration,
  'recovery-time': recoveryTime,
};

/**
 * Runs the named parts, all by default, and prints each number beside what it has to be. Exit code 1 if one is not.
 * @param args names, and a number for the size of what is simulated
 */
export async function main(root: string, args: readonly string[]): Promise<number> {
  const size = args.map(Number).find((one) => one > 0);
  const names = args.filter((one) => !(Number(one) > 0));
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    process.stderr.write(`bench:fitting: unknown part '${unknown}'; choose from ${Object.keys(parts).join(', ')}\n`);
    return 2;
  }
  let failed = 0;
  for (const [name, run] of Object.entries(parts)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for (const { what, measured, expected, passes } of await run(root, size)) {
      if (passes === false) failed += 1;
      const verdict = passes === undefined ? '     ' : passes ? 'ok   ' : 'FAILS';
      process.stdout.write(`${verdict} ${what}: ${measured}${expected === '' ? '' : `; expected ${expected}`}\n`);
    }
  }
  return failed === 0 ? 0 : 1;
}
