import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../src/core/canonical-json.ts';
import { InputError } from '../../src/core/errors.ts';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { startControlRun } from '../../src/session/control/start-run.ts';
import { recordOf } from '../../src/session/control/control-run.ts';
import { resultOf } from '../../src/session/run-to-end.ts';
import { saveRun } from '../../src/session/save-run.ts';
import { verifyRun } from '../../src/session/verify/verify-run.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { RunWriter } from '../../src/storage/run-writer.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function trialRun(): Promise<string> {
  const session = createTrialSession(
    completeTrialSpec({
      world: { id: 'schultz-1997', parameters: { trainingTrials: 10, probeTrials: 2 } },
      agent: 'td-quantile',
      recording: 'spikes',
    }),
    { units: 'all' },
  );
  session.advance(session.planned);
  return (await saveRun(session, resultOf(session).hash, join(temporaryFolder(), 'runs'))).folder;
}

async function controlRun(): Promise<string> {
  const run = startControlRun(
    completeControlSpec({ world: 'cliff-walking', agent: 'q-table', steps: 400 }),
    fusedNetworks,
  );
  run.session.advance(300);
  const writer = await RunWriter.fresh(join(temporaryFolder(), 'run'));
  await writer.save(recordOf(run));
  await writer.release();
  return writer.folder;
}

describe.each([
  ['in a paradigm', trialRun],
  ['in a stepped environment', controlRun],
] as const)('a run %s', (_, saved) => {
  test('with any changed byte in any of its files is reported, unless the manifest still has the same content', async () => {
    const folder = await saved();
    await verifyRun(folder);
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      const whole = readFileSync(file);
      const said = name === 'manifest.json' ? canonicalJson(JSON.parse(whole.toString())) : undefined;
      await fc.assert(
        fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
          const changed = Buffer.from(whole);
          changed[at] = (changed[at] as number) ^ bits;
          writeFileSync(file, changed);
          const found = await verifyRun(folder).then(
            () => undefined,
            (error: unknown) => error,
          );
          // White space between tokens may change.
          if (found === undefined)
            expect(said === undefined ? changed : canonicalJson(JSON.parse(changed.toString()))).toEqual(said);
          else expect(found).toBeInstanceOf(InputError);
        }),
        { numRuns: 150, seed: 11 },
      );
      writeFileSync(file, whole);
    }
    await verifyRun(folder);
  });
});
