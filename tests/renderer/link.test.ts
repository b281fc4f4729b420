import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppState } from '../../renderer/store/app-state.ts';
import { externalStore } from '../../renderer/store/external-store.ts';
import { Address } from '../../renderer/store/link/address.ts';
import { linkOf, longestLink } from '../../src/links/link.ts';
import { readLink } from '../../src/links/read-link.ts';
import { packText, unpackText } from '../../src/links/packed-text.ts';
import type { SharedView } from '../../src/links/shared-view.ts';
import { viewOf } from '../../renderer/store/link/view-of.ts';
import { Control, type ControlState } from '../../renderer/store/control/control.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { parseDesignIn } from '../../src/designs/read.ts';
import { catalogue as readCatalogue } from '../../src/engine/catalogue.ts';

const catalogue = readCatalogue();
const noControlRun = { speed: 1 };
const experiments = { workspace: 'experiments', compared: [] };

const throughLink = async (view: SharedView): Promise<SharedView | undefined> =>
  (await readLink(catalogue, `#${(await linkOf(view)).text}`))?.view;
const read = async (hash: string): Promise<{ readonly spec: unknown; readonly leftOut: readonly string[] }> => {
  const link = await readLink(catalogue, hash);
  return { spec: link?.view.spec, leftOut: (link?.leftOut ?? []).map(({ message }) => message) };
};

function designed(text: string): TrialSpec {
  const parsed = parseDesignIn('txt', text);
  if (!('design' in parsed)) throw new Error('not a design');
  return completeTrialSpec({ world: 'own-design', agent: 'rescorla-wagner', design: parsed.design, seed: 3 });
}

// Random names cannot be compressed.
const names = fc.sample(fc.stringMatching(/^[a-z]{40}$/), { numRuns: 400, seed: 1 });
const tooLong = designed(names.map((name, i) => `${name} | ${i + 1}A+`).join('\n'));

test('a text is unchanged by packing, and packed into characters that an address may contain', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 2000 }), async (text) => {
      const packed = await packText(text);
      expect(packed).toMatch(/^[\w-]*$/);
      expect(await unpackText(packed)).toBe(text);
    }),
    { numRuns: 50 },
  );
});

test('a truncated or changed link is refused, and never read as another experiment', async () => {
  const { text } = await linkOf({
    workspace: 'experiments',
    spec: completeTrialSpec({ world: 'fiorillo-2003', seed: 7 }),
  });
  for (let length = text.indexOf('~') + 1; length < text.length; length += 37) {
    await expect(readLink(catalogue, text.slice(0, length)), `${length} characters`).rejects.toThrow(
      /cut short or changed|another version/,
    );
  }
  for (let at = text.indexOf('~') + 3; at < text.length; at += 41) {
    const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    await expect(readLink(catalogue, changed), `character ${at}`).rejects.toThrow(/cut short or changed/);
  }
});

test('a link that unpacks to more than any view contains is refused before it fills the memory', async () => {
  await expect(unpackText(await packText('0'.repeat(3_000_000)))).rejects.toThrow(/cut short or changed/);
});

test('a link contains the complete experiment: parts, values, manipulations, recording, seed', async () => {
  const spec = completeTrialSpec({
    world: { id: 'schultz-1997', parameters: { itiSeconds: 7 } },
    agent: {
      id: 'td-csc',
      architecture: 'microstimuli',
      learningRule: { id: 'td-zero', parameters: { learningRate: 0.33 } },
    },
    manipulations: ['rpe-window', { id: 'cue-lesion', parameters: { cue: 'light' } }],
    recording: 'asymmetric',
    seed: 12,
  });
  expect((await throughLink(viewOf({ ...experiments, draft: spec }, noControlRun)))?.spec).toEqual(spec);
});

test('of every paradigm', async () => {
  for (const { id } of catalogue.paradigms) {
    const spec = completeTrialSpec({ world: id });
    const link = await linkOf({ workspace: 'experiments', spec });
    expect(link.leftOut).toBeUndefined();
    expect(link.text).toMatch(new RegExp(`^${id}~`));
    expect((await readLink(catalogue, link.text))?.view.spec).toEqual(spec);
  }
});

test('a custom design is included, in less than 1.5 kilobytes', async () => {
  const spec = designed('My class | 20A+p0.5 | 10#A');
  const link = await linkOf({ workspace: 'experiments', spec });
  expect(link.text.length).toBeLessThan(1500);
  expect((await readLink(catalogue, link.text))?.view.spec).toEqual(spec);
});

test('a design that does not fit is omitted, and the link says so', async () => {
  const link = await linkOf({ workspace: 'experiments', spec: tooLong });
  expect(link.leftOut).toBe('design');
  expect(link.wanted).toBeGreaterThan(longestLink);
  expect(link.text.length).toBeLessThan(longestLink);
  const view = (await readLink(catalogue, link.text))?.view;
  expect(view?.lacksDesign).toBe(true);
  const { design: _, ...rest } = tooLong;
  expect(view?.spec).toEqual(rest);
});

test('what is said of a recording is in the link of its session, or is omitted before the design is', async () => {
  const of = (because: string): TrialSpec => ({
    ...designed('Mine | 10A+'),
    recordedFrom: {
      files: ['animal 3.csv'],
      startSeconds: 2,
      mapping: { signal: 'dLight' },
      waivers: [{ check: 'snr', of: 'dLight', because }],
    },
  });
  const short = of('a short pilot session');
  expect(await throughLink({ workspace: 'data', spec: short })).toMatchObject({ spec: short });
  const link = await linkOf({ workspace: 'data', spec: of(names.join(' ')) });
  expect(link.leftOut).toBe('recording');
  expect(link.text.length).toBeLessThan(longestLink);
  const { recordedFrom: _, ...rest } = short;
  expect((await readLink(catalogue, link.text))?.view.spec).toEqual(rest);
});

test('the address follows the screen, and a message reports once what a link cannot contain', async () => {
  const state = externalStore<AppState>({
    connection: 'open',
    workspace: 'experiments',
    compared: [],
    catalogue,
    speed: null,
    announcement: '',
    draft: designed('Mine | 10A+'),
  });
  const played = externalStore<ControlState>({
    ...new Control({ request: () => Promise.reject(new Error('no host')) }).state.get(),
  });
  const bar = { hash: '', replace: (hash: string) => void (bar.hash = hash) };
  new Address(state, played, bar).start();
  const settled = (): Promise<void> =>
    expect.poll(async () => (await readLink(catalogue, bar.hash))?.view).toEqual(viewOf(state.get(), played.get()));
  state.set({ tab: 'weights' });
  await settled();
  expect(state.get().notice).toBeUndefined();
  const { design: _, ...rest } = tooLong;
  state.set({ draft: tooLong });
  await expect.poll(() => state.get().notice).toMatch(/A link would need \d+ characters for this design/);
  await expect.poll(async () => (await readLink(catalogue, bar.hash))?.view.spec).toEqual(rest);
  state.set({ notice: undefined });
  state.set({ tab: 'signatures' });
  await expect.poll(async () => (await readLink(catalogue, bar.hash))?.view.tab).toBe('signatures');
  expect(state.get().notice).toBeUndefined();
});

test('workspace, figure, tab and compared agents are included with the experiment', async () => {
  const view = viewOf(
    {
      ...experiments,
      draft: completeTrialSpec({ world: 'schultz-1997' }),
      figure: 'compare',
      tab: 'weights',
      compared: ['rescorla-wagner', 'td-microstimuli'],
    },
    noControlRun,
  );
  expect(await throughLink(view)).toEqual(view);
});

test('a game is included with its agent, values, manipulations, recording, speed and event', async () => {
  const draft = completeControlSpec({
    world: { id: 'frozen-lake', parameters: {} },
    agent: 'q-table',
    manipulations: [{ id: 'rpe-window', parameters: { event: 'goal' } }],
    recording: 'spikes',
    seed: 5,
  });
  const view = viewOf({ workspace: 'games', compared: [] }, { draft, speed: null, event: 'goal' });
  const back = await throughLink(view);
  expect(back?.workspace).toBe('games');
  expect(back?.game).toEqual({ spec: draft, speed: null, event: 'goal' });
});

test('the text of the Design workspace is included, even with mistakes', async () => {
  const written = { format: 'txt', text: 'Group | 10A+ | nonsense ~ µ' } as const;
  expect((await throughLink(viewOf({ workspace: 'design', compared: [], written }, noControlRun)))?.written).toEqual(
    written,
  );
});

test('an address written by hand is read, with defaults for everything else', async () => {
  const hash =
    '#world=schultz-1997&agent=td-csc&seed=12&learningRule.learningRate=0.33&world.itiSeconds=7&manipulation.0=cue-lesion&manipulation.0.cue=light';
  expect(await read(hash)).toEqual({
    spec: completeTrialSpec({
      world: { id: 'schultz-1997', parameters: { itiSeconds: 7 } },
      agent: { id: 'td-csc', learningRule: { id: 'td-zero', parameters: { learningRate: 0.33 } } },
      manipulations: [{ id: 'cue-lesion', parameters: { cue: 'light' } }],
      seed: 12,
    }),
    leftOut: [],
  });
});

test('unavailable names in an address are reported, one line each, and the rest is shown', async () => {
  const plain = completeTrialSpec({ world: 'schultz-1997' });
  const cases: readonly (readonly [string, RegExp])[] = [
    ['agent=nobody', /agent 'nobody', which this Phasic does not have/],
    ['agent=td-cscc', /did you mean 'td-csc'/],
    ['seed=-3', /seed '-3' is not allowed/],
    ['learningRule.learningRate=999', /learningRule.learningRate' to '999', which is not allowed/],
    ['world.itiSecond=5', /world.itiSecond', which is not a parameter here.*did you mean 'itiSeconds'/],
    ['world.toString=5', /not a parameter here/],
    ['x.y=1', /'x.y', which means nothing here/],
    ['manipulation.0=cue-lesio', /manipulation.0 'cue-lesio'.*did you mean 'cue-lesion'/],
    ['learningRule=rescorla-wagner', /parts do not fit together/],
  ];
  for (const [part, message] of cases) {
    const { spec, leftOut } = await read(`#world=schultz-1997&${part}`);
    expect(spec, part).toEqual(plain);
    expect(leftOut, part).toEqual([expect.stringMatching(message)]);
  }
});

test('an unknown paradigm, or an address without one, is reported as an error', async () => {
  await expect(read('#world=schultz-1987')).rejects.toThrow(
    /world 'schultz-1987', which this Phasic does not have; did you mean 'schultz-1997'/,
  );
  await expect(read('#nonsense')).rejects.toThrow(/names nothing that can be opened/);
  expect(await readLink(catalogue, '')).toBeUndefined();
});

test('a link of another version of the page is refused in one line', async () => {
  await expect(readLink(catalogue, `x~${await packText('{"link":99}')}`)).rejects.toThrow(/another version of Phasic/);
});
