import { askedAverages, withRate } from '../spec/asked-averages.ts';
import { poolResults } from '../analysis/pool.ts';
import { verdictOf } from '../analysis/verdict.ts';
import { InputError } from '../core/errors.ts';
import type { SeedResult } from '../jobs/seed-job.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { tableOf } from '../export/exports.ts';
import { pooledData } from '../session/arms.ts';
import { specJson } from '../storage/export.ts';
import type { Arguments } from './command.ts';
import { note } from './output.ts';
import { openOutputs } from './outputs.ts';
import { rateFrom } from './rate-option.ts';
import { likelihoodsOf } from './choice-report.ts';
import { pooledReport } from './run-report.ts';
import { sessionFormats } from './saved-sessions.ts';
import { seedResults } from './seed-results.ts';

/** Options that belong to one session. */
const ofOneSeed = ['backend', 'units', 'units-csv', 'choices-csv', ...sessionFormats];

/** `phasic run --seeds N`: one experiment under several seeds, pooled. */
export async function runManySeeds(spec: TrialSpec, count: number, args: Arguments): Promise<number> {
  const single = ofOneSeed.find((name) => args.on(name));
  if (single !== undefined) throw new InputError(`--${single} is for one seed`, 'phasic run', 'leave out --seeds');
  const outputs = await openOutputs(args, ['figure', 'csv', 'spec']);
  const began = performance.now();
  const [results = []] = await seedResults([spec], count, args);
  const seconds = (performance.now() - began) / 1000;
  const { conditions, signatures } = poolResults(results);
  const { backend } = results[0] as SeedResult;
  await outputs.writeTable('csv', () => tableOf({ spec, backend, seeds: count, conditions: withRate(conditions) }));
  await outputs.write('spec', () => specJson(spec));
  await outputs.writeFigure('figure', async () =>
    (await import('../export/svg.ts')).compareSvg(pooledData([{ spec, conditions: withRate(conditions) }], count), [
      spec,
    ]),
  );
  if (args.on('save')) note(`saved ${count} runs`);
  const runs = results.map(({ spec: { seed }, hash, signatures: judged, likelihood }) => ({
    seed,
    hash,
    passed: idsWhere(judged, true),
    undefined: idsWhere(judged, null),
    ...(likelihood === undefined ? {} : { likelihood }),
  }));
  outputs.report(
    args.on('json')
      ? JSON.stringify({
          spec,
          seeds: count,
          backend,
          seconds,
          ...(signatures.length === 0 ? {} : { verdict: verdictOf(signatures) }),
          conditions: askedAverages(conditions, { rate: rateFrom(args) }),
          signatures,
          runs,
        })
      : pooledReport({ spec, signatures, conditions, likelihoods: likelihoodsOf(results) }, count, seconds),
  );
  return 0;
}

const idsWhere = (signatures: SeedResult['signatures'], verdict: boolean | null): readonly string[] =>
  signatures.flatMap(({ id, pass }) => (pass === verdict ? [id] : []));
