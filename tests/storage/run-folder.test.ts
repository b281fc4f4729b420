import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { makeVector, Table, tableFromIPC, tableToIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { align as alignTrials } from '../../src/analysis/aligned.ts';
import type { Averages } from '../../src/contracts/paradigm.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { lookup } from '../../src/engine/registry.ts';
import { versions } from '../../src/spec/versions.ts';
import { worldOf } from '../../src/engine/world.ts';
import { extraColumns, leftOut } from '../../src/session/extra-columns.ts';
import { createTrialSession, DivergedError } from '../../src/engine/trial-session.ts';
import { observe } from '../../src/engine/run.ts';
import { stepColumns } from '../../src/session/step-columns.ts';
import { resultOf, runToEnd, runUntil } from '../../src/session/run-to-end.ts';
import { savePart, saveRun } from '../../src/session/save-run.ts';
import { verifyRun } from '../../src/session/verify/verify-run.ts';
import { version } from '../../src/install/version.ts';
import { signalsFromArrow, signalsToArrow, trialsToArrow } from '../../src/storage/columns.ts';
import { listRuns } from '../../src/storage/run-folder.ts';
import { diverging, schultz } from '../session/spec.ts';
import { changeManifest as change, type Json } from './change-manifest.ts';
import { temporaryFolder } from './temporary-folder.ts';

const spec = schultz(4, { trainingTrials: 40 });
const { session, result } = runToEnd(spec);
const columns = stepColumns(session, observe(session));

interface Saved {
  readonly runs: string;
  readonly folder: string;
  readonly manifest: string;
}

async function saved(): Promise<Saved> {
  const runs = join(temporaryFolder(), 'new', 'runs');
  const { folder } = await saveRun(session, result.hash, runs);
  return { runs, folder, manifest: join(folder, 'manifest.json') };
}

async function failure(folder: string): Promise<InputError> {
  const error = await verifyRun(folder).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(InputError);
  const { message, where, remedy } = error as InputError;
  expect(message).not.toContain('\n');
  expect(where).toContain(basename(folder));
  expect(remedy).not.toBe('');
  return error as InputError;
}

test('a saved run is verified to the byte', async () => {
  const { folder, runs } = await saved();
  expect(await verifyRun(folder)).toEqual({
    folder,
    hash: result.hash,
    trials: session.trials.length,
    steps: session.signals.rpe.length,
  });
  expect(readdirSync(runs)).toEqual([basename(folder)]);
  expect(readdirSync(folder).sort()).toEqual(['manifest.json', 'recording.arrow', 'signals.arrow', 'trials.arrow']);
});

test('choices are saved with the visited stages', async () => {
  const chosen = runToEnd(completeTrialSpec({ world: { id: 'daw-2011', parameters: { trials: 20 } } }));
  const { folder } = await saveRun(chosen.session, chosen.result.hash, join(temporaryFolder(), 'runs'));
  expect(await verifyRun(folder)).toMatchObject({ trials: 20 });
  const rows = tableFromIPC(readFileSync(join(folder, 'trials.arrow')))
    .toArray()
    .map((row) => (row as { choices: string }).choices);
  expect(rows.every((choices) => /^first [01], (pink|blue) [01]$/.test(choices))).toBe(true);
  const [first] = chosen.session.trials;
  expect(rows[0]).toBe(first?.choices?.map(({ stage, option }) => `${first.stages?.[stage]?.id} ${option}`).join(', '));
});

test('the manifest contains everything that is needed to repeat the run', async () => {
  const { manifest } = await saved();
  expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({
    format: 4,
    phasic: version,
    commit: 'unknown',
    spec,
    versions: versions(lookup, spec),
    environment: { node: process.version, platform: process.platform, architecture: process.arch },
    backend: 'typed-arrays',
    hash: result.hash,
  });
});

test('a run with a policy and a manipulation contains their versions, and verify names a changed one', async () => {
  const acting = runToEnd(
    completeTrialSpec({ world: { id: 'daw-2011', parameters: { trials: 20 } }, manipulations: ['rpe-gains'] }),
  );
  const { folder } = await saveRun(acting.session, acting.result.hash, join(temporaryFolder(), 'runs'));
  const manifest = join(folder, 'manifest.json');
  await verifyRun(folder);
  for (const part of ['policy', 'manipulation rpe-gains']) {
    const { versions: before } = JSON.parse(readFileSync(manifest, 'utf8')) as { versions: Json };
    expect(before[part]).toEqual(expect.any(Number));
    change(manifest, (m) => ((m['versions'] as Json)[part] = 77));
    expect((await failure(folder)).message).toContain(
      `version 77 of the ${part}, this program has ${String(before[part])}`,
    );
    change(manifest, (m) => delete (m['versions'] as Json)[part]);
    expect((await failure(folder)).message).toContain(
      `does not say its version of the ${part}, this program has ${String(before[part])}`,
    );
    change(manifest, (m) => (m['versions'] = before));
  }
});

test('other programs can read the columns as Arrow tables', async () => {
  const { folder } = await saved();
  const signals = tableFromIPC(readFileSync(join(folder, 'signals.arrow')));
  expect(signals.getChild('rpe')?.toArray()).toEqual(session.signals.rpe);
  expect(signals.getChild('value')?.toArray()).toEqual(session.signals.value);
  expect(signals.schema.fields.map(({ name, type, metadata }) => [name, String(type), metadata.get('unit')])).toEqual([
    ['trial', 'Int32', undefined],
    ['t_s', 'Float64', 's'],
    ['rpe', 'Float64', 'reward units'],
    ['value', 'Float64', 'reward units'],
    ['reward', 'Float32', 'reward units'],
    ['rate', 'Float64', 'spikes/s'],
  ]);
  const steps = signals.toArray().map((row: { toJSON(): Json } | null) => row?.toJSON() as Json);
  for (const trial of session.trials) {
    const mine = steps.slice(session.offsets[trial.index], session.offsets[trial.index + 1]);
    expect(new Set(mine.map((step) => step['trial']))).toEqual(new Set([trial.index]));
    expect(mine[trial.zeroStep]?.['t_s']).toBe(0);
    expect(mine.flatMap((step) => (step['reward'] === 0 ? [] : [[step['t_s'], step['reward']]]))).toEqual(
      trial.outcomes.flatMap(({ step, delivered, magnitude }) =>
        delivered ? [[Number((step * session.design.stepSeconds).toFixed(6)), magnitude]] : [],
      ),
    );
  }
  const trials = tableFromIPC(readFileSync(join(folder, 'trials.arrow')));
  const rows = trials.toArray().map((row: { toJSON(): Json } | null) => row?.toJSON());
  expect(rows).toHaveLength(session.trials.length);
  for (const trial of session.trials) {
    const [outcome] = trial.outcomes;
    expect(rows[trial.index]).toEqual({
      index: trial.index,
      phase: trial.phase,
      type: trial.type,
      plastic: trial.plastic,
      first_step: session.offsets[trial.index],
      zero_step: trial.zeroStep,
      steps: trial.steps,
      outcome: outcome?.delivered === true ? 'delivered' : 'omitted',
      outcome_step: outcome?.step,
      magnitude: outcome?.magnitude,
    });
  }
});

test('the rate of a step is the mean over the recorded units, whose average over trials is that of the result', () => {
  const { rate } = columns;
  if (rate === undefined) throw new Error('no rate is recorded');
  for (const [id, one] of Object.entries(worldOf(spec).conditions)) {
    const { t, rate: expected, align: event } = result.conditions[id] as Averages;
    if (event !== 'cue' || expected.n === 0) continue;
    const { trials, from } = alignTrials(one, session.design, session.trials);
    const mean = t.map(
      (_, i) =>
        trials.reduce(
          (sum, trial) =>
            sum + Number(rate.values[(session.offsets[trial.index] as number) + trial.zeroStep + from + i]),
          0,
        ) / trials.length,
    );
    mean.forEach((value, i) => expect(value).toBeCloseTo(expected.mean[i] as number, 10));
  }
  const { zeroStep } = session.trials[0] as Trial;
  expect(rate.values[0]).toBeNaN();
  expect(zeroStep).toBeGreaterThan(Math.round(1 / session.design.stepSeconds));
});

test('equal columns give equal bytes each time', async () => {
  expect(await trialsToArrow(session.trials)).toEqual(await trialsToArrow(session.trials));
  const bytes = await signalsToArrow(columns);
  expect(Buffer.from(bytes).equals(await signalsToArrow(stepColumns(session, observe(session))))).toBe(true);
  expect(await signalsFromArrow(bytes)).toEqual({ rpe: session.signals.rpe, value: session.signals.value });
  const noOutcome = session.trials.slice(0, 1).map((trial) => ({ ...trial, outcomes: [] }));
  expect(
    tableFromIPC(await trialsToArrow(noOutcome))
      .get(0)
      ?.toJSON(),
  ).toMatchObject({ outcome: 'none', outcome_step: null, magnitude: null });
});

test('saving the same run again does not change it', async () => {
  const { folder, runs, manifest } = await saved();
  appendFileSync(manifest, ' ');
  const before = readFileSync(manifest);
  expect(await saveRun(session, result.hash, runs)).toEqual({ folder, mended: [], newUnits: false });
  expect(readFileSync(manifest)).toEqual(before);
  const both = await Promise.all([
    saveRun(session, result.hash, join(runs, 'x')),
    saveRun(session, result.hash, join(runs, 'x')),
  ]);
  expect(both[0]).toEqual(both[1]);
  expect(readdirSync(join(runs, 'x'))).toHaveLength(1);
});

test.each<[string, (saved: Saved) => void, readonly string[]]>([
  ['a changed byte', ({ folder }) => flipByte(join(folder, 'signals.arrow')), ['signals.arrow']],
  ['a missing file', ({ folder }) => rmSync(join(folder, 'trials.arrow')), ['trials.arrow']],
  [
    'one truncated and one missing',
    ({ folder }) => (truncateSync(join(folder, 'signals.arrow'), 100), rmSync(join(folder, 'trials.arrow'))),
    ['signals.arrow', 'trials.arrow'],
  ],
  [
    'a size in the manifest',
    ({ manifest }) => change(manifest, (m) => (((m['files'] as Json)['trials.arrow'] as Json)['bytes'] = 7)),
    ['manifest.json'],
  ],
  [
    'something else in the manifest',
    ({ manifest }) => change(manifest, (m) => ((m['environment'] as Json)['node'] = 'v1'), false),
    ['manifest.json'],
  ],
])('saving over a damaged run repairs it and reports it: %s', async (_, damage, mended) => {
  const one = await saved();
  const sums = (): string[] =>
    readdirSync(one.folder).map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(one.folder, name)))
          .digest('hex')}`,
    );
  const before = sums();
  writeFileSync(join(one.folder, 'notes.txt'), 'mine');
  damage(one);
  await expect(verifyRun(one.folder)).rejects.toThrow(InputError);
  expect(await saveRun(session, result.hash, one.runs)).toEqual({ folder: one.folder, mended, newUnits: false });
  expect((await verifyRun(one.folder)).hash).toBe(result.hash);
  expect(readFileSync(join(one.folder, 'notes.txt'), 'utf8')).toBe('mine');
  rmSync(join(one.folder, 'notes.txt'));
  expect(sums()).toEqual(before);
});

test('a run with a damaged manifest is reported as existing, and not changed', async () => {
  const { folder, runs, manifest } = await saved();
  truncateSync(manifest, 100);
  await expect(saveRun(session, result.hash, runs)).rejects.toThrow(
    /a damaged run exists already \(this is not JSON\)/,
  );
  expect(readFileSync(manifest)).toHaveLength(100);
  expect(readdirSync(runs)).toEqual([basename(folder)]);
});

describe('a run that ended before its last trial', () => {
  async function stopped(): Promise<Saved> {
    const part = createTrialSession(spec);
    part.advance(17);
    const runs = join(temporaryFolder(), 'runs');
    const { folder } = await savePart(part, undefined, runs);
    return { runs, folder, manifest: join(folder, 'manifest.json') };
  }

  test('is saved next to the complete run under a name with its end, and verified as such', async () => {
    const { runs, folder } = await stopped();
    const { folder: whole } = await saveRun(session, result.hash, runs);
    expect(basename(folder)).toMatch(/_seed-4_[0-9a-f]{12}_stopped-after-trial-17$/);
    const steps = session.offsets[17] as number;
    expect(await verifyRun(folder)).toMatchObject({
      trials: 17,
      steps,
      ended: { why: 'stopped', planned: session.trials.length },
    });
    expect(await verifyRun(whole)).not.toHaveProperty('ended');
    const signals = await signalsFromArrow(readFileSync(join(folder, 'signals.arrow')));
    expect(signals.rpe).toEqual(session.signals.rpe.slice(0, steps));
    expect(
      (await listRuns(runs)).runs.map(({ manifest }) => [
        'trials' in manifest && manifest.trials,
        manifest.ended?.planned,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [17, session.trials.length],
        [session.trials.length, undefined],
      ]),
    );
  });

  test.each<[string, (manifest: Json) => void, string]>([
    ['more trials than it has', (m) => (m['ended'] = { why: 'stopped', planned: 17 }), 'the spec makes'],
    ['a complete run', (m) => delete m['ended'], 'the manifest says 17 trials'],
    [
      'a diverged run',
      (m) =>
        (m['ended'] = { why: 'diverged', planned: session.trials.length, at: 18, what: '', where: '', remedy: '' }),
      'learning diverged in trial 18, and it does not',
    ],
    ['no reason', (m) => (m['ended'] = { why: 'tired', planned: session.trials.length }), "field 'ended.why'"],
  ])('is not mistaken for %s', async (_, edit, line) => {
    const one = await stopped();
    change(one.manifest, edit);
    expect((await failure(one.folder)).message).toContain(line);
  });

  test('because learning diverged is verified to diverge there again', async () => {
    const part = createTrialSession(completeTrialSpec(diverging));
    const error = await runUntil(part, () => false);
    expect(error).toBeInstanceOf(DivergedError);
    expect(error?.where).toBe(`trial ${part.done + 1}`);
    const { folder } = await savePart(part, error, join(temporaryFolder(), 'runs'));
    expect(basename(folder)).toMatch(new RegExp(`_[0-9a-f]{12}_diverged-at-trial-${part.done + 1}$`));
    expect(await verifyRun(folder)).toMatchObject({
      trials: part.done,
      ended: { why: 'diverged', planned: part.trials.length },
    });
  });
});

test('something else with the name of the run is never overwritten', async () => {
  const { folder, runs } = await saved();
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await expect(saveRun(session, result.hash, runs)).rejects.toThrow('something else exists already');
  expect(readdirSync(runs)).toEqual([basename(folder)]);
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
});

test('a runs folder that cannot be created is reported in one line, without leftovers', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(saveRun(session, result.hash, join(file, 'runs'))).rejects.toThrow(
    /the run cannot be written \(ENOTDIR\)/,
  );
});

test.each<[string, (saved: Saved) => void, string]>([
  ['no manifest', ({ manifest }) => rmSync(manifest), 'the manifest of the run is missing'],
  ['a truncated manifest', ({ manifest }) => truncateSync(manifest, 100), 'this is not JSON'],
  ['an empty manifest', ({ manifest }) => truncateSync(manifest, 0), 'line 1, column 1'],
  ['another JSON', ({ manifest }) => writeFileSync(manifest, 'null'), 'this is not the manifest of a run'],
  ['an unknown field', ({ manifest }) => change(manifest, (m) => (m['extra'] = 1)), "field 'extra' is unknown"],
  ['a missing field', ({ manifest }) => change(manifest, (m) => delete m['backend']), "field 'backend' is missing"],
  [
    'a value of the wrong type',
    ({ manifest }) => change(manifest, (m) => (m['hash'] = 12)),
    "field 'hash' = 12 is not allowed",
  ],
  [
    'a file in the manifest that is not a column file',
    ({ manifest }) =>
      change(manifest, (m) => ((m['files'] as Json)['../../secret'] = { bytes: 1, sha256: '0'.repeat(64) })),
    "field 'files.../../secret' is unknown",
  ],
  ...[1, 2, 3].map((format): [string, (saved: Saved) => void, string] => [
    `an earlier layout (${format})`,
    ({ manifest }) => change(manifest, (m) => (m['format'] = format)),
    `the run is saved in format ${format}, and this program reads format 4; make the run again`,
  ]),
  [
    'an earlier layout of a trained agent',
    ({ manifest, folder }) => renameSync(manifest, join(folder, 'play.json')),
    'play.json: the run is saved in an earlier layout, and this program reads format 4; make the run again',
  ],
  [
    'a manifest with a wrong checksum',
    ({ manifest }) => change(manifest, (m) => ((m['environment'] as Json)['node'] = 'v1'), false),
    'the manifest is not as it was saved (SHA-256 differs)',
  ],
  [
    'a later layout',
    ({ manifest }) => change(manifest, (m) => (m['format'] = 5)),
    'use the version of Phasic that wrote it',
  ],
  [
    'an earlier spec',
    ({ manifest }) => change(manifest, (m) => ((m['spec'] as Json)['phasic'] = 1)),
    'in version 1 discounts and decays were per simulation step',
  ],
  ['a missing column', ({ folder }) => rmSync(join(folder, 'signals.arrow')), 'the file is missing'],
  ['a truncated column', ({ folder }) => truncateSync(join(folder, 'signals.arrow'), 1000), 'has 1000 bytes'],
  ['a changed byte', ({ folder }) => flipByte(join(folder, 'signals.arrow')), 'SHA-256 differs'],
  ['a changed byte of the trials', ({ folder }) => flipByte(join(folder, 'trials.arrow')), 'SHA-256 differs'],
  [
    'another version of a part',
    ({ manifest }) => change(manifest, (m) => ((m['versions'] as Json)['learningRule'] = 77)),
    'version 77 of the learningRule',
  ],
  [
    'an additional part',
    ({ manifest }) => change(manifest, (m) => ((m['versions'] as Json)['policy'] = 1)),
    'version 1 of the policy, this program has none',
  ],
  ['another backend', ({ manifest }) => change(manifest, (m) => (m['backend'] = 'abacus')), "computed by 'abacus'"],
  ['another seed', ({ manifest }) => change(manifest, (m) => ((m['spec'] as Json)['seed'] = 5)), 'the manifest says'],
  [
    'an incomplete spec',
    ({ manifest }) => change(manifest, (m) => delete (m['spec'] as Json)['seed']),
    'leaves something out',
  ],
  [
    'a parameter out of range',
    ({ manifest }) =>
      change(manifest, (m) => (((m['spec'] as Json)['world'] as Json)['parameters'] = { trainingTrials: -1 })),
    'trainingTrials = -1 is not allowed',
  ],
  [
    'another hash',
    ({ manifest }) => change(manifest, (m) => (m['hash'] = 'a'.repeat(64))),
    `the manifest says ${'a'.repeat(64)}`,
  ],
  ['a wrong count', ({ manifest }) => change(manifest, (m) => (m['trials'] = 3)), 'the manifest says 3 trials'],
])('%s is reported in one line with file and remedy', async (_, damage, line) => {
  const one = await saved();
  damage(one);
  expect((await failure(one.folder)).message).toContain(line);
});

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] as number) ^ 1;
  writeFileSync(file, bytes);
}

function replaceSignals({ folder, manifest }: Saved, bytes: Uint8Array): void {
  writeFileSync(join(folder, 'signals.arrow'), bytes);
  change(
    manifest,
    (m) =>
      ((m['files'] as Json)['signals.arrow'] = {
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      }),
  );
}

test('a forged column with valid checksums is still detected, at its step', async () => {
  const one = await saved();
  const rpe = session.signals.rpe.slice();
  const step = (session.offsets[7] as number) + 5;
  rpe[step] = (rpe[step] as number) + 1e-12;
  replaceSignals(one, await signalsToArrow({ ...columns, rpe }));
  expect((await failure(one.folder)).what).toContain(`column rpe at step ${step} (trial 8) is ${rpe[step]}`);
  const reward = columns.reward.slice().fill(1, step, step + 1);
  replaceSignals(one, await signalsToArrow({ ...columns, reward }));
  expect((await failure(one.folder)).what).toBe(
    'the trials, times, rewards or rates are not those that the spec and seed make',
  );
});

test('signals that an earlier version saved, without trial and time, are verified, and completed when saved again', async () => {
  const one = await saved();
  const now = readFileSync(join(one.folder, 'signals.arrow'));
  const { rpe, value } = session.signals;
  replaceSignals(one, tableToIPC(new Table({ rpe: makeVector(rpe), value: makeVector(value) }), 'file'));
  expect((await verifyRun(one.folder)).hash).toBe(result.hash);
  expect(await saveRun(session, result.hash, one.runs)).toEqual({ folder: one.folder, mended: [], newUnits: false });
  expect(readFileSync(join(one.folder, 'signals.arrow')).equals(now)).toBe(true);
  expect((await verifyRun(one.folder)).hash).toBe(result.hash);
});

test('the list of runs has each once, omits incomplete ones, and reports damaged ones', async () => {
  const { runs, folder } = await saved();
  const other = runToEnd(schultz(5, { trainingTrials: 40 }));
  const { folder: second } = await saveRun(other.session, other.result.hash, runs);
  mkdirSync(join(runs, '.half.part'));
  writeFileSync(join(runs, 'readme.txt'), '');
  const before = await listRuns(runs);
  // By name: the seed comes before the hash in it.
  expect(before.runs.map(({ run, manifest }) => [run, manifest.hash])).toEqual([
    [basename(folder), result.hash],
    [basename(second), other.result.hash],
  ]);
  expect(before.damaged).toEqual([]);
  truncateSync(join(second, 'manifest.json'), 10);
  const after = await listRuns(runs);
  expect(after.runs.map(({ run }) => run)).toEqual([basename(folder)]);
  expect(after.damaged.map(({ where }) => where)).toEqual([expect.stringContaining(basename(second))]);
  expect(await listRuns(join(runs, 'none'))).toEqual({ runs: [], damaged: [] });
  mkdirSync(join(runs, 'notes'));
  writeFileSync(join(runs, 'notes', 'ideas.txt'), 'no run');
  expect((await listRuns(runs)).damaged).toHaveLength(1);
});

test('a run may be moved to another folder', async () => {
  const { folder, runs } = await saved();
  const moved = join(runs, 'renamed');
  renameSync(folder, moved);
  expect((await verifyRun(moved)).hash).toBe(result.hash);
  expect(existsSync(folder)).toBe(false);
});

describe('channels and recorded units', () => {
  const run = runToEnd(
    completeTrialSpec({
      world: { id: 'dabney-2020', parameters: { acquisitionTrials: 200, recordingTrials: 60 } },
      agent: { id: 'td-expectile', objective: { id: 'expectile', parameters: { channels: 5 } } },
      recording: { id: 'spikes', parameters: { units: 7 } },
    }),
  );
  const many = run.session;
  const savedRun = async (): Promise<{ folder: string; manifest: string }> => {
    const { folder } = await saveRun(many, run.result.hash, join(temporaryFolder(), 'runs'));
    return { folder, manifest: join(folder, 'manifest.json') };
  };
  const table = (folder: string, name: string) => tableFromIPC(readFileSync(join(folder, name)));

  test('each channel has its RPE and value at every step, and together they average to the signals', async () => {
    const { folder } = await savedRun();
    const channels = table(folder, 'units.arrow');
    expect(channels.schema.fields.map(({ name }) => name)).toEqual(
      ['rpe', 'value'].flatMap((name) => [0, 1, 2, 3, 4].map((channel) => `channel-${name}_${channel}`)),
    );
    expect(channels.numRows).toBe(many.signals.rpe.length);
    for (const name of ['rpe', 'value'] as const) {
      const columns = [0, 1, 2, 3, 4].map(
        (channel) => channels.getChild(`channel-${name}_${channel}`)?.toArray() as Float64Array,
      );
      const step = (many.offsets[300] as number) + 12;
      expect(columns.map((column) => column[step])).toEqual(
        Array.from(many.signals.units[`channel-${name}`]?.subarray(step * 5, step * 5 + 5) ?? []),
      );
      // The signal of the agent is the mean of its channels.
      expect(columns.reduce((sum, column) => sum + (column[step] as number), 0) / 5).toBeCloseTo(
        many.signals[name][step] as number,
        12,
      );
    }
  });

  test('requested units are saved with their labels, and do not change the hash of the run', async () => {
    const spec = completeTrialSpec({
      world: { id: 'frank-2004', parameters: { trainingTrials: 4, testTrials: 2 } },
      agent: 'opal',
    });
    const plain = runToEnd(spec);
    const runs = join(temporaryFolder(), 'runs');
    const save = async (units: readonly string[]) => {
      const session = createTrialSession(spec, { units });
      session.advance(session.trials.length);
      expect(resultOf(session).hash).toBe(plain.result.hash);
      return { session, saved: await saveRun(session, plain.result.hash, runs) };
    };
    const without = await saveRun(plain.session, plain.result.hash, runs);
    expect(readdirSync(without.folder)).not.toContain('units.arrow');
    const { session, saved } = await save(['go', 'state-value']);
    expect(saved).toEqual({ folder: without.folder, mended: [], newUnits: true });
    const units = table(saved.folder, 'units.arrow');
    expect(units.schema.fields.map(({ name }) => name)).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((pair) => `go_${pair}`),
      ...(session.design.states?.map((_, state) => `state-value_${state}`) ?? []),
    ]);
    expect(units.schema.fields[1]?.metadata).toEqual(
      new Map([
        ['label', 'B'],
        ['unit', '1'],
      ]),
    );
    const [found, shown] = [
      units.getChild('go_1')?.toArray() as Float64Array,
      (session.signals.units['go'] as Float64Array).filter((_, i) => i % 6 === 1),
    ];
    expect(found.every((value, step) => value === shown[step])).toBe(true);
    expect(units.numRows).toBe(session.signals.rpe.length);
    expect((await verifyRun(saved.folder)).hash).toBe(plain.result.hash);
    // Saving fewer units does not remove existing ones, and saving other units replaces them.
    const before = readFileSync(join(saved.folder, 'units.arrow'));
    expect((await saveRun(plain.session, plain.result.hash, runs)).newUnits).toBe(false);
    expect((await save(['go'])).saved.newUnits).toBe(false);
    expect(readFileSync(join(saved.folder, 'units.arrow')).equals(before)).toBe(true);
    expect((await save(['no-go'])).saved.newUnits).toBe(true);
    const manifest = join(saved.folder, 'manifest.json');
    expect(JSON.parse(readFileSync(manifest, 'utf8'))['units']).toEqual(['no-go']);
    expect((await verifyRun(saved.folder)).hash).toBe(plain.result.hash);
    for (const [forged, what] of [
      [['go'], 'not those that the spec and seed make'],
      [['belief'], "no units 'belief'"],
      [undefined, 'names units.arrow, its spec makes none'],
    ] as const) {
      change(manifest, (m) => (m['units'] = forged));
      expect((await failure(saved.folder)).what).toContain(what);
    }
  });

  test('each unit has its spikes in each step of a trial, from which the averages are computed', async () => {
    const { folder } = await savedRun();
    const recording = table(folder, 'recording.arrow');
    expect(recording.schema.fields.map(({ name }) => name)).toEqual([
      'trial',
      'step',
      ...[0, 1, 2, 3, 4, 5, 6].map((unit) => `unit_${unit}`),
    ]);
    const [trial, step, ...units] = recording.schema.fields.map(
      ({ name }) => recording.getChild(name)?.toArray() as Int32Array,
    );
    const { stepSeconds } = many.design;
    let checked = 0;
    for (const [id, condition] of Object.entries(worldOf(many.spec).conditions)) {
      const { t, rate, align } = run.result.conditions[id] as Averages;
      if (condition.chose !== undefined) continue;
      const inside = alignTrials(condition, many.design, many.trials).trials;
      // Spikes are counted here by hand: over the units and trials, divided by their number and the length of a step.
      for (const at of [0, Math.floor(t.length / 2)]) {
        const wanted = new Map(
          inside.map((one) => [
            one.index,
            Math.round((t[at] as number) / stepSeconds) + (align === 'reward' ? (one.outcomes[0]?.step ?? 0) : 0),
          ]),
        );
        let spikes = 0;
        (trial as Int32Array).forEach((index, row) => {
          if (wanted.get(index) === step?.[row]) for (const unit of units) spikes += unit[row] as number;
        });
        expect(spikes / (units.length * inside.length * stepSeconds)).toBeCloseTo(rate.mean[at] as number, 9);
        checked += spikes;
      }
    }
    expect(checked).toBeGreaterThan(100);
    expect(units.every((unit) => unit instanceof Int32Array && unit.every((count) => count >= 0))).toBe(true);
  });

  test('they are verified: a forged one, a missing one and one omitted from the manifest are detected', async () => {
    const { folder } = await savedRun();
    expect((await verifyRun(folder)).hash).toBe(run.result.hash);
    for (const name of ['units.arrow', 'recording.arrow']) {
      const forged = await savedRun();
      const other = runToEnd({ ...many.spec, seed: 2 }).session;
      const bytes = readFileSync(
        join((await saveRun(other, '0'.repeat(64), join(temporaryFolder(), 'runs'))).folder, name),
      );
      writeFileSync(join(forged.folder, name), bytes);
      change(
        forged.manifest,
        (m) =>
          ((m['files'] as Json)[name] = {
            bytes: bytes.length,
            sha256: createHash('sha256').update(bytes).digest('hex'),
          }),
      );
      expect(await failure(forged.folder)).toMatchObject({
        what: expect.stringContaining('not those that the spec and seed make'),
        where: join(forged.folder, name),
      });
      const without = await savedRun();
      change(without.manifest, (m) => delete (m['files'] as Json)[name]);
      expect((await failure(without.folder)).what).toContain(`leaves out ${name}`);
      const missing = await savedRun();
      rmSync(join(missing.folder, name));
      expect((await failure(missing.folder)).what).toContain('the file is missing');
    }
  });

  test('readings other than spikes are saved unchanged; the RPE itself is not saved twice', async () => {
    const files = async (recording: string) => {
      const { session, result } = runToEnd(completeTrialSpec({ ...spec, recording }));
      const { folder } = await saveRun(session, result.hash, join(temporaryFolder(), 'runs'));
      return { folder, names: readdirSync(folder).sort() };
    };
    expect((await files('identity')).names).toEqual(['manifest.json', 'signals.arrow', 'trials.arrow']);
    const { folder, names } = await files('asymmetric');
    expect(names).toEqual(['manifest.json', 'recording.arrow', 'signals.arrow', 'trials.arrow']);
    const recording = table(folder, 'recording.arrow');
    const [trial, step, unit] = ['trial', 'step', 'unit_0'].map(
      (name) => recording.getChild(name)?.toArray() as Float64Array,
    );
    // Niv et al. 2005: errors below zero count a sixth.
    for (const row of [5, 777, 1501]) {
      const { zeroStep, index } = session.trials[trial?.[row] as number] as Trial;
      const rpe = session.signals.rpe[
        (session.offsets[index] as number) + zeroStep + (step?.[row] as number)
      ] as number;
      expect(unit?.[row]).toBeCloseTo(rpe < 0 ? rpe / 6 : rpe, 12);
    }
  });

  test('files that would be too large are omitted, and one line says so', async () => {
    expect(leftOut(many)).toBeUndefined();
    const column = { length: 30_000_000 } as Float64Array;
    const huge = { ...many, signals: { ...many.signals, units: { 'channel-rpe': column, 'channel-value': column } } };
    expect(Object.keys(await extraColumns(huge))).toEqual(['recording.arrow']);
    expect(leftOut(huge)).toMatch(
      /^without units\.arrow \(60,000,000 numbers\): more than the 50,000,000 .*; use fewer trials/,
    );
  });
});
