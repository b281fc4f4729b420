// The recordings that ship are those of Jeong et al. 2022 (CC0). Expected values were computed from the public tables
// (photometry_FLMM at 6139fc1) with pandas and numpy, and stand in ../shared/data/jeong2022-flmm-cc0/derived_means.json.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { responsesOf, responsesOver } from '../../../src/analysis/animals/responses.ts';
import { pairedBand } from '../../../src/analysis/bands/animal-bands.ts';
import { animalCurves, type EventRows } from '../../../src/analysis/bands/animal-curves.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { createTrialSession } from '../../../src/engine/trial-session.ts';
import mat from '../../../src/readers/mat.ts';
import { combined } from '../../../src/recorded/combine.ts';
import type { AnimalRows } from '../../../src/contracts/animal-rows.ts';
import { sessionRows } from '../../../src/recorded/data-set/session-rows.ts';
import { tableSessions } from '../../../src/recorded/data-set/table-sessions.ts';
import { tableWindows } from '../../../src/recorded/data-set/table-windows.ts';
import { exampleOf, recordedExamples } from '../../../src/recorded/examples.ts';
import type { MappedWindows } from '../../../src/recorded/mapping.ts';
import { eventTimes } from '../../../src/recorded/model/event-times.ts';
import { openRecordings } from '../../../src/recorded/open.ts';
import { proposedMapping } from '../../../src/recorded/propose.ts';
import { fileSource } from '../../../src/storage/file-source.ts';
import { dataFolder } from '../../readers/lab-case.ts';

const folder = fileURLToPath(new URL('../../../renderer/public/examples', import.meta.url));

async function opened(id: string) {
  const { file, mapping } = exampleOf(id);
  const source = fileSource(join(folder, file));
  const recording = combined(await openRecordings(source, mapping.answers, file));
  const windows = await tableWindows(recording, mapping.windows as MappedWindows);
  source.close();
  return { recording, mapping, windows };
}

const eventRows = ({ animals, t, rows }: AnimalRows): EventRows => ({
  animals,
  points: t.length,
  values: Float64Array.from(rows),
});
/** The mean of the animals' means, at each time. */
const meanOf = (windows: AnimalRows): number[] => {
  const { animals, points, values } = animalCurves(eventRows(windows));
  return Array.from({ length: points }, (_, point) =>
    animals.reduce((sum, _one, animal) => sum + (values[animal * points + point] as number) / animals.length, 0),
  );
};

test('what ships is small, and each file opens with the mapping that is proposed, but for the event', async () => {
  const bytes = recordedExamples.map(({ file }) => statSync(join(folder, file)).size);
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(400_000);
  for (const { id } of recordedExamples) {
    const { recording, mapping } = await opened(id);
    expect(proposedMapping(recording.found, mapping.answers)).toEqual(mapping);
    expect(recording.found.warnings).toEqual([]);
  }
});

test('cues: the mice respond to CS+ and hardly to CS-, and the difference peaks at 4.396 at .28 s', async () => {
  const { windows } = await opened('jeong-2022-cues');
  expect(
    windows.map(({ title, align, trials, animals }) => [title, align, trials.length, new Set(animals).size]),
  ).toEqual([
    ['CS+', 'cue', 346, 7],
    ['CS-', 'cue', 344, 7],
  ]);
  const [plus, minus] = windows as [AnimalRows, AnimalRows];
  const band = pairedBand(animalCurves(eventRows(plus)), animalCurves(eventRows(minus)));
  const peak = band.mean.indexOf(Math.max(...band.mean));
  expect(plus.t[peak]).toBeCloseTo(0.28, 9);
  expect(band.mean[peak]).toBeCloseTo(4.3959, 3);
  // At 0, .28 and 2 s.
  expect([49, 56, 99].map((i) => Number((meanOf(plus)[i] as number).toFixed(3)))).toEqual([0.199, 5.042, 0.655]);
  expect([49, 56, 99].map((i) => Number((meanOf(minus)[i] as number).toFixed(3)))).toEqual([0.068, 0.646, -0.065]);
});

/** Mean of samples 50 to 68 less that of 1 to 20. */
const spans = { response: [0, 0.72], baseline: [-1.96, -1.2] } as const;
const correlations = {
  'HJ-FP-F1': 0.123,
  'HJ-FP-F2': 0.22,
  'HJ-FP-M2': 0.26,
  'HJ-FP-M3': 0.155,
  'HJ-FP-M4': 0.37,
  'HJ-FP-M6': -0.04,
  'HJ-FP-M7': 0.308,
  'HJ-FP-M8': 0.161,
};

test('random rewards: responses correlate with the logarithm of the time since the last reward in 7 of 8 mice', async () => {
  const { windows } = await opened('jeong-2022-rewards');
  const [licks] = windows as [AnimalRows];
  expect([licks.align, licks.trials.length, new Set(licks.sessions).size]).toEqual(['lick', 580, 19]);
  const intervals = licks.columns['iri'] as readonly number[];
  const found = responsesOver(licks.animals, intervals.map(Math.log), responsesOf(licks, spans));
  for (const { animal, line } of found)
    expect(line?.r).toBeCloseTo(correlations[animal as keyof typeof correlations], 2.9);
  expect(found).toHaveLength(8);
});

test('random rewards drive models: ANCCR responds more after long intervals, TD without a predictor always alike', async () => {
  const { recording, mapping, windows } = await opened('jeong-2022-rewards');
  const [licks] = windows as [AnimalRows];
  const sessions = tableSessions(recording.found, mapping.windows as MappedWindows);
  const responses = (agent: string): { animal: string; logInterval: number; rpe: number }[] =>
    sessions.flatMap(({ animal, session, design, rows }) => {
      const run = createTrialSession(completeTrialSpec({ world: 'own-design', design, agent, seed: 1 }));
      run.advance(Infinity);
      return rows.map(({ event, trial }) => {
        const row = licks.trials.findIndex((one, i) => one === event && licks.sessions[i] === session);
        const { zeroStep, outcomes } = run.trials[trial] as (typeof run.trials)[number];
        const at = (run.offsets[trial] as number) + zeroStep + (outcomes[0]?.step as number);
        return {
          animal,
          logInterval: Math.log(licks.columns['iri']?.[row] as number),
          rpe: run.signals.rpe[at] as number,
        };
      });
    });
  const anccr = responses('anccr');
  const lines = responsesOver(
    anccr.map(({ animal }) => animal),
    anccr.map(({ logInterval }) => logInterval),
    anccr.map(({ rpe }) => rpe),
  );
  // Jeong et al. 2022, Fig. 3: ANCCR predicts a positive correlation with the time since the last reward.
  expect(lines.map(({ line }) => (line?.r as number) > 0)).toEqual(Array<boolean>(8).fill(true));
  // Nothing predicts a reward, so that its error is the reward itself.
  for (const { rpe } of responses('td-csc')) expect(rpe).toBeCloseTo(1, 12);
});

const derived = join(dataFolder, 'jeong2022-flmm-cc0/derived_means.json');
test.skipIf(!existsSync(derived))(
  'whole curves are those of the public tables (skipped without ../shared/data)',
  async () => {
    const {
      cs,
      randomReward_lickAligned: licks,
      rewardResponse_vs_logIRI_r_perMouse: r,
    } = JSON.parse(readFileSync(derived, 'utf8'));
    expect(r).toEqual(correlations);
    const [plus, minus] = (await opened('jeong-2022-cues')).windows as [AnimalRows, AnimalRows];
    const [rewards] = (await opened('jeong-2022-rewards')).windows as [AnimalRows];
    const pooled = (one: AnimalRows): number[] =>
      Array.from(one.t, (_, i) => {
        const sum = one.trials.reduce((all, _trial, row) => all + (one.rows[row * one.t.length + i] as number), 0);
        return sum / one.trials.length;
      });
    // Both are rounded to three decimals.
    for (const [curve, expected] of [
      [meanOf(plus), cs.csPlus],
      [meanOf(minus), cs.csMinus],
      [pooled(rewards), licks.mean],
    ] as const) {
      expect(curve).toHaveLength(expected.length);
      curve.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(0.0008));
    }
  },
);

const log = join(dataFolder, 'jeong2022-reanalysis/HJ_FP_M7_Day1_eventlog.mat');
test.skipIf(!existsSync(log))(
  'reward times within a session are those of its event log (skipped without ../shared/data)',
  async () => {
    const source = fileSource(log);
    const [claim] = mat.detect(source);
    const { found } = await mat.open(claim as NonNullable<typeof claim>, source, {});
    // Events of kind 7 are background rewards.
    const rewards = found.events.find(({ id }) => id.endsWith(' = 7'))?.times as Float64Array;
    expect(rewards).toHaveLength(100);
    source.close();
    const { recording, mapping } = await opened('jeong-2022-rewards');
    const sessions = tableSessions(recording.found, mapping.windows as MappedWindows);
    const session = sessions.find((one) => one.session === 'HJ-FP-M7, session 1') as (typeof sessions)[number];
    const { animal, rows, leftOut, design, startSeconds } = session;
    expect([animal, rows.length, leftOut]).toEqual(['HJ-FP-M7', 36, 14]);
    const recorded = design.phases[0]?.recorded ?? [];
    const timeOf = (trial: number): number => startSeconds + (recorded[trial]?.zeroSeconds as number);
    let compared = 0;
    rows.slice(1).forEach(({ event, trial }, i) => {
      const before = rows[i] as (typeof rows)[number];
      if (event !== before.event + 1) return;
      compared++;
      const real = (rewards[event] as number) - (rewards[before.event] as number);
      expect(timeOf(trial) - timeOf(before.trial)).toBeCloseTo(real, 2.9);
    });
    expect(compared).toBe(29);
  },
);

test('windows of one session are rows of the trials that a model runs through: the table has the time between them', async () => {
  const { recording, mapping, windows } = await opened('jeong-2022-rewards');
  const name = 'HJ-FP-M7, session 1';
  const own = tableSessions(recording.found, mapping.windows as MappedWindows).find(({ session }) => session === name);
  if (own === undefined) throw new Error('no such session');
  const [all] = windows as [AnimalRows];
  const [one] = await sessionRows(recording, mapping.windows as MappedWindows, own);
  const bins = all.t.length;
  const table = all.trials.flatMap((event, row) => (all.sessions[row] === name ? [{ event, row }] : []));
  expect(one?.trials).toHaveLength(table.length);
  const events = eventTimes(own.design);
  table.forEach(({ event, row }, i) => {
    expect(one?.rows.subarray(i * bins, (i + 1) * bins)).toEqual(all.rows.subarray(row * bins, (row + 1) * bins));
    if (table[i - 1]?.event !== event - 1) return;
    const [before, now] = [one?.trials[i - 1] as number, one?.trials[i] as number];
    expect((events[now] as number) - (events[before] as number)).toBeCloseTo(all.columns['iri']?.[row] as number, 5);
  });
});
