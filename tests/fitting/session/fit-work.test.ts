import { expect, test } from 'vitest';
import type { DoTasks } from '../../../src/fitting/session/fit-agent.ts';
import { fitTask, type FitResults, type FitTask } from '../../../src/fitting/session/fit-task.ts';
import { fitAgents, type FitNews, type FitWork } from '../../../src/fitting/session/fit-work.ts';
import type { RecordedFrom } from '../../../src/spec/recorded-from.ts';
import { foundOf, mappingOf } from '../../recorded/found.ts';
import { madeTrace, specOf } from './made-session.ts';

const spec = specOf(12, 'rescorla-wagner');
/** On the recording's clock, on which the session begins at 3 s. */
const made = madeTrace(spec, 0.5, 1);
const from: RecordedFrom = { files: ['made.csv'], startSeconds: 3, mapping: {}, waivers: [] };
const work: FitWork = {
  session: 'made.csv',
  sessions: [{ design: spec.design ?? expect.fail('no design'), from, chooses: false }],
  sensor: 'dlight',
  trace: { ...made, startSeconds: 3 },
  fits: [
    { agent: 'q-learning', uses: ['choices'] },
    { agent: 'rescorla-wagner', uses: ['signal', 'choices'] },
    { agent: 'rescorla-wagner', uses: ['signal'] },
  ],
  seed: 1,
  starts: 2,
  blocks: 2,
  recover: 1,
};

/** The last of the tasks first. */
const backwards =
  (asked: FitTask[]): DoTasks =>
  async <Kind extends FitTask['kind']>(fit: Parameters<DoTasks>[0], tasks: Parameters<DoTasks>[1]) => {
    asked.push(...tasks);
    const done = tasks.toReversed().map((task) => fitTask(fit, task));
    // A task gives the result of its kind.
    return done.toReversed() as unknown as readonly FitResults[Kind][];
  };

test('one fit after the other, whatever the order of its tasks; what cannot be fitted is told and ends no other', async () => {
  const told: { readonly fit: number; readonly news: FitNews }[] = [];
  const asked: FitTask[] = [];
  await fitAgents(
    work,
    () => backwards(asked),
    (fit, news) => void told.push({ fit, news }),
  );
  expect(asked.map(({ kind }) => kind)).toEqual(['search', 'search', 'intervals', 'block', 'block', 'recovery']);
  expect(told.map(({ fit, news }) => `${fit} ${'error' in news ? news.error.what : 'fitted'}`)).toEqual([
    expect.stringMatching(/^0 /),
    "1 agent 'rescorla-wagner' does not choose",
    '2 fitted',
    '2 fitted',
    '2 fitted',
  ]);
  const [first, second, last] = told.flatMap(({ news }) => ('fitted' in news ? [news.fitted] : []));
  expect(first).not.toHaveProperty('heldOut');
  expect(second).not.toHaveProperty('recovered');
  expect(last?.heldOut?.blocks).toHaveLength(2);
  expect(last?.recovered?.draws).toBe(1);
  // A cue is not discounted by Rescorla and Wagner.
  expect(last).toMatchObject({ free: ['learningRule.learningRate'], unused: ['objective.discount'] });
  expect(last?.fit).toEqual(first?.fit);
});

test('other data are read from the recording, and a parameter that is not fitted has the value that was given', async () => {
  const told: FitNews[] = [];
  const trials = spec.design?.phases.flatMap(({ recorded = [] }) => recorded) ?? [];
  // None, one or two licks between the tone and its water, and one before each tone; the session begins at 3 s.
  const licksIn = (trial: number): number => trial % 3;
  const times = trials.flatMap(({ zeroSeconds }, trial) =>
    [-0.2, 0.2, 0.9].slice(0, 1 + licksIn(trial)).map((seconds) => 3 + zeroSeconds + seconds),
  );
  const licks = { id: 'lick', times: Float64Array.from(times) };
  await fitAgents(
    {
      ...work,
      fits: [{ agent: 'rescorla-wagner', uses: ['licks'], fixed: { 'learningRule.learningRate': 0.3 } }],
      others: {
        family: 'poisson',
        isCorrelated: true,
        shiftSeconds: 0,
        found: foundOf({ events: [licks] }),
        mapping: mappingOf({ licks: { events: 'lick' } }),
      },
      starts: 1,
      blocks: 0,
      recover: 0,
    },
    () => backwards([]),
    (_, news) => void told.push(news),
  );
  const [news] = told;
  if (news === undefined || 'error' in news) return expect.fail(news?.error.what);
  const { data } = news.fitted;
  expect([...(data.licks?.counts ?? [])]).toEqual(trials.map((_, trial) => licksIn(trial)));
  expect(data.spec.agent.learningRule.parameters).toMatchObject({ learningRate: 0.3 });
});

test('the residuals of the prediction have the likelihood of the fit', async () => {
  const told: FitNews[] = [];
  const alone = { ...work, fits: work.fits.slice(2), blocks: 0, recover: 0 };
  await fitAgents(
    alone,
    () => backwards([]),
    (_, news) => void told.push(news),
  );
  const [news] = told;
  if (news === undefined || 'error' in news || news.prediction === undefined) return expect.fail('no prediction');
  const { values, predicted, startSeconds } = news.prediction;
  expect(startSeconds).toBeCloseTo(0, 9);
  const { rho = 0, noise = 1 } = news.fitted.parts[0]?.solved ?? {};
  const normal = (x: number, sd: number): number => -(x * x) / (2 * sd * sd) - Math.log(sd * Math.sqrt(2 * Math.PI));
  const residuals = values.map((value, i) => value - (predicted[i] as number));
  // AR(1) noise by its definition.
  const logLikelihood = residuals.reduce(
    (sum, one, i) =>
      sum +
      (i === 0
        ? normal(one, noise / Math.sqrt(1 - rho * rho))
        : normal(one - rho * (residuals[i - 1] as number), noise)),
    0,
  );
  expect(logLikelihood).toBeCloseTo(news.fitted.fit.logLikelihood, 6);
});
