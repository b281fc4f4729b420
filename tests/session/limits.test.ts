import { describe, expect, test } from 'vitest';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { connectHost } from '../../src/session/host-connection.ts';
import { controlBytes } from '../../src/session/size/control-size.ts';
import { isLong, sessionSize } from '../../src/session/size/session-size.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import type { HostMessage } from '../../src/protocol/messages.ts';
import { face, hosted } from './face.ts';
import { pair } from './pair.ts';
import { schultz } from './spec.ts';

const designOf = (trials: number, phases = 1): unknown => ({
  cues: [{ id: 'A', title: 'A' }],
  trialTypes: { A: { title: 'A', cues: [{ cue: 'A', onsetSeconds: 0, durationSeconds: 1 }], rewards: [] } },
  phases: Array.from({ length: phases }, (_, i) => ({
    id: `p${i}`,
    trials,
    plastic: true,
    mixture: { A: 1 },
    order: 'random',
  })),
  iti: { kind: 'fixed', seconds: 1 },
  trialSeconds: 1,
});
const own = (trials: number, agent = 'rescorla-wagner'): unknown => ({
  world: 'own-design',
  design: designOf(trials),
  agent,
});

describe('requests that are too large for a page are refused before they start, with their size and the limit', () => {
  test.each<[string, object, string | RegExp]>([
    [
      '300,000 trials',
      { type: 'open', spec: own(300_000) },
      'design, phases: 300,000 trials are more than the 150,000 that a page runs at once; use fewer trials',
    ],
    [
      'two runs of 100,000 trials',
      { type: 'compare', specs: [own(100_000), own(100_000, 'td-csc')] },
      'comparison of 2: 200,000 trials are more than the 150,000',
    ],
    [
      'long signals',
      { type: 'open', spec: { world: 'own-design', design: { ...(designOf(1000) as object), trialSeconds: 1900 } } },
      /1,000 trials in about 19,010,000 steps need 29\d MB of memory, more than the 256 MB that a page may have/,
    ],
    [
      '65,536 environments with a network',
      { type: 'open', spec: { world: 'breakout', agent: 'ppo-conv', worlds: 65_536 } },
      /world breakout, worlds 65536: 65,536 environments with this agent need about 1\d,\d{3} MB of memory, more than the 1,024 MB/,
    ],
    [
      '150,000 invalid phases',
      {
        type: 'open',
        spec: {
          world: 'own-design',
          design: { ...(designOf(1) as object), phases: Array.from({ length: 150_000 }, () => ({})) },
        },
      },
      'body.spec.design.phases: 150000 entries are too many',
    ],
  ])('%s', async (_, body, line) => {
    const page = hosted();
    await expect(page.client.request(body as never)).rejects.toThrow(line);
    // Nothing was created.
    expect(page.progress).toEqual([]);
  });

  test('requests just within the limit are accepted', async () => {
    const { client } = hosted();
    await expect(client.request({ type: 'open', spec: own(150_000) })).resolves.toMatchObject({ trials: 150_000 });
  });
});

test('a session has the predicted number of trials and steps', () => {
  for (const spec of [
    schultz(),
    completeTrialSpec({ world: 'daw-2011' }),
    completeTrialSpec({ world: 'dabney-2020' }),
    // Its measures read hidden units.
    completeTrialSpec({ world: 'hennig-2023' }),
  ]) {
    const { trials, offsets, signals } = createTrialSession(spec);
    const size = sessionSize(spec);
    expect(size.trials).toBe(trials.length);
    // The intervals between trials are drawn; their mean is known.
    expect(size.steps / (offsets.at(-1) as number)).toBeCloseTo(1, 1);
    const kept =
      signals.rpe.byteLength +
      signals.value.byteLength +
      Object.values(signals.units).reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(size.bytes).toBeGreaterThan(kept * 0.9);
    expect(size.bytes).toBeLessThan(kept * 1.2 + 1000 * trials.length);
  }
});

test('short requests run in the page’s process, long ones do not', () => {
  expect(isLong(schultz())).toBe(false);
  expect(isLong(schultz(1, { trainingTrials: 4000 }))).toBe(true);
  // Training a network takes minutes, even with few trials.
  expect(isLong(completeTrialSpec({ world: 'schultz-1997', agent: 'value-rnn' }))).toBe(true);
});

test('memory of parallel environments is that of the rollout if there is one: steps x environments x observation', () => {
  const bytes = (worlds: number, nSteps: number): number =>
    controlBytes(
      completeControlSpec({
        world: 'breakout',
        worlds,
        agent: {
          architecture: 'conv',
          objective: 'discounted-return',
          learningRule: { id: 'ppo', parameters: { nSteps } },
        },
      }),
    );
  // An observation has 10 x 10 x 4 numbers of 4 bytes; an action 8, six other numbers 4 each, an end 1.
  expect(bytes(1000, 228) - bytes(1000, 128)).toBeCloseTo(100 * 1000 * (1600 + 33), -3);
  expect(bytes(2000, 128)).toBeGreaterThan(1.9 * bytes(1000, 128));
});

test('a replay buffer of pictures needs a bit for each number: that of dqn-conv fits into a page', () => {
  const bytes = (world: string, agent: string, bufferSize: number): number =>
    controlBytes(setParameter(completeControlSpec({ world, agent }), 'bufferSize', bufferSize));
  // Two observations of 400 bits; action, reward and termination.
  expect(bytes('breakout', 'dqn-conv', 110_000) - bytes('breakout', 'dqn-conv', 10_000)).toBe(100_000 * (2 * 50 + 9));
  // Two of four numbers.
  expect(bytes('cartpole', 'dqn', 110_000) - bytes('cartpole', 'dqn', 10_000)).toBe(100_000 * (2 * 16 + 9));
});

/** A page connected by a pipe that can be full. */
function slowReader() {
  const ends = pair();
  const sent: HostMessage[] = [];
  let full = false;
  let makeRoom = (): void => undefined;
  const channel: Channel<HostMessage, unknown> = {
    ...ends.host,
    send: (message) => void sent.push(message),
    flow: {
      get isFull() {
        return full;
      },
      onRoom: (listener) => void (makeRoom = listener),
    },
  };
  connectHost(channel, { runsFolder: '/nonexistent' });
  return {
    sent,
    ask: (request: number, body: object) => ends.inject({ request, body }),
    fill: () => void (full = true),
    empty() {
      full = false;
      makeRoom();
    },
  };
}

const replies = (sent: readonly HostMessage[]): readonly number[] =>
  sent.flatMap((message) => ('reply' in message && message.ok ? [message.reply] : []));

test('a page that does not read gets no more answers until it reads, and then all of them, in order', async () => {
  const page = slowReader();
  page.ask(1, { type: 'open', spec: schultz() });
  await expect.poll(() => replies(page.sent)).toEqual([1]);
  page.fill();
  for (let request = 2; request <= 200; request++) page.ask(request, { type: 'export', session: 1, what: 'csv' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(replies(page.sent)).toEqual([1]);
  page.empty();
  await expect.poll(() => replies(page.sent)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
});

test('requests beyond the maximum queue are refused in one line each', () => {
  const page = slowReader();
  page.fill();
  for (let request = 1; request <= 300; request++) page.ask(request, { type: 'runs' });
  const refused = page.sent.flatMap((message) => ('reply' in message && !message.ok ? [message] : []));
  expect(refused.map(({ reply }) => reply)).toEqual(Array.from({ length: 44 }, (_, i) => 257 + i));
  expect(refused[0]?.error).toEqual({
    what: '256 requests wait to be answered already',
    where: 'message',
    remedy: 'wait for their answers',
  });
});

test('waiting answers are dropped if the page is gone', async () => {
  const ends = pair();
  let full = true;
  connectHost(
    {
      ...ends.host,
      flow: {
        get isFull() {
          return full;
        },
        onRoom: () => undefined,
      },
    },
    { runsFolder: '/nonexistent' },
  );
  const page = face(ends.face);
  const asked = page.client.request({ type: 'runs' });
  ends.face.close();
  full = false;
  await expect(asked).rejects.toThrow('connection closed');
});
