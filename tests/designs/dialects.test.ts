import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Design } from '../../src/contracts/design.ts';
import type { PartialAgent } from '../../src/spec/spec.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { constructs } from '../../src/designs/constructs.ts';
import { parseDesignIn, readWritten } from '../../src/designs/read.ts';
import type { DesignFormat } from '../../src/designs/design-format.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';

/** The effect of a design, whatever its trial types are called. */
function deeds({ trialTypes, phases, ...rest }: Design): unknown {
  const names = Object.keys(trialTypes);
  return {
    ...rest,
    types: names.map((name) => ({ ...trialTypes[name], title: '' })),
    phases: phases.map(({ mixture, probes, ...phase }) => ({
      ...phase,
      mixture: Object.entries(mixture).map(([name, share]) => [names.indexOf(name), share]),
      probes: probes?.map((name) => names.indexOf(name)),
    })),
  };
}

describe.each(['rw', 'csv'] as const)('every construct of a .%s file', (format) => {
  test.each(constructs[format].filter(({ same }) => same !== undefined))(
    '$written: $meaning',
    ({ example, same = '' }) => {
      expect(deeds(readWritten(format, example, 'example').design)).toEqual(
        deeds(readWritten('txt', same, 'same').design),
      );
    },
  );

  test.each(constructs[format].filter(({ refusal }) => refusal !== undefined))(
    '$written is refused: $meaning',
    ({ example, refusal = '' }) => {
      const parsed = parseDesignIn(format, example);
      expect('errors' in parsed ? parsed.errors.map(({ what }) => what).join('\n') : 'read').toContain(refusal);
    },
  );

  test('each is either read or refused', () => {
    for (const { same, refusal } of constructs[format])
      expect([same, refusal].filter((one) => one !== undefined)).toHaveLength(1);
  });
});

/** V at the first cue, trial by trial of a condition; learning rates as given by the test. */
function values(
  { design, agent }: { readonly design: Design; readonly agent?: PartialAgent },
  condition: string,
): readonly number[] {
  const session = createTrialSession(
    completeTrialSpec({ world: 'own-design', design, agent: agent ?? rescorlaWagner(0.1) }),
  );
  session.advance(session.trials.length);
  return observe(session)
    .evidence()
    .trials(condition)
    .map((trial) => trial.at('value', 0));
}

const rescorlaWagner = (learningRate: number): PartialAgent => ({
  id: 'rescorla-wagner',
  learningRule: { id: 'rescorla-wagner', parameters: { learningRate } },
});

function openCase(name: string): ReturnType<typeof readWritten> {
  const text = readFileSync(new URL(`cases/${name}`, import.meta.url), 'utf8');
  return readWritten(name.split('.')[1] as DesignFormat, text, name);
}

/** With the product of learning rates 0.1, whatever the file says. */
const casesValues = (name: string, condition: string): readonly number[] =>
  values({ design: openCase(name).design }, condition);
const last = (list: readonly number[]): number => list.at(-1) as number;
const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
/** Σ V of one error after n trials at the rate r: λ (1 - (1 - r)^n). */
const grown = (n: number, rate: number, lambda = 1): number => lambda * (1 - (1 - rate) ** n);

describe('PALMS designs, in closed form', () => {
  test('@ and #: settings and comments', () => {
    const { design, agent } = openCase('palms_at.rw');
    expect(agent).toEqual({ id: 'rescorla-wagner' });
    expect(design.phases).toMatchObject([{ trials: 10, mixture: { 'A+': 10 } }]);
  });

  test('a trial without a sign is not rewarded', () => {
    expect(casesValues('palms_unsigned.rw', 'Unsigned/1/A-')).toEqual(Array.from({ length: 10 }, () => 0));
  });

  test('a is A: the compound is the same in both phases', () => {
    const compound = casesValues('palms_lower.rw', 'G/2/AB+');
    expect(compound[0]).toBeCloseTo(grown(10, 0.2), 10);
    expect(compound[0]).toBeCloseTo(0.893, 3);
    expect(mean(compound)).toBeCloseTo(0.928, 3);
  });

  test('++ doubles beta, not lambda', () => {
    expect(last(casesValues('palms_pp.rw', 'G/1/A+b2'))).toBeCloseTo(grown(9, 0.2), 10);
    expect(last(values({ design: readWritten('rw', 'G|400A++', 'long.rw').design }, 'G/1/A+b2'))).toBeCloseTo(1, 10);
  });

  test('/conf: with a cue for the compound, negative patterning is learned', () => {
    const { design, notes = [] } = openCase('palms_conf.rw');
    expect(design.cues.map(({ id }) => id)).toEqual(['A', 'B', 'AB']);
    expect(notes.join()).toContain('alpha is the product');
    const more = readWritten('rw', 'G/conf|rand/400A+/400B+/400AB-', 'more.rw').design;
    expect(last(values({ design: more }, 'G/1/A+'))).toBeCloseTo(1, 3);
    expect(last(values({ design: more }, 'G/1/AB(AB)-'))).toBeCloseTo(0, 3);
    // A sum of two elements can do no better than least squares: a third each.
    const elemental = readWritten('rw', 'G|rand/400A+/400B+/400AB-', 'elemental.rw').design;
    expect(mean(values({ design: elemental }, 'G/1/AB-').slice(200))).toBeCloseTo(2 / 3, 1);
  });

  test("A' is a separate cue", () => {
    expect(openCase('palms_prime.rw').design.cues.map(({ id }) => id)).toEqual(["A'", "B'", "C'", "D'"]);
  });

  test('beta= and lambda= apply to their phase', () => {
    const first = casesValues(
      'palms_beta.rw',
      Object.keys(openCase('palms_beta.rw').design.trialTypes).map((type) => `G/1/${type}`)[0] as string,
    );
    // Without @beta in the file, beta = 0.05 is a sixth of PALMS's 0.3.
    first.forEach((value, n) => expect(value).toBeCloseTo(grown(n, 0.1 / 6, 0.25), 10));
    expect(Math.max(...first)).toBeLessThan(0.25);
    expect(openCase('palms_beta.rw').notes?.join()).toContain('relative to 0.3');
    expect(Object.values(openCase('palms_beta.rw').design.trialTypes).map(({ title }) => title)).toEqual([
      'T+0.25b0.1667',
      'T+1b2.667',
    ]);
    const long = readWritten('rw', 'G|lambda=0.25/beta=0.05/2000T+|beta=0.8/lambda=1/6T+', 'long.rw').design;
    const [slow, fast] = Object.keys(long.trialTypes) as [string, string];
    expect(last(values({ design: long }, `G/1/${slow}`))).toBeCloseTo(0.25, 10);
    const second = values({ design: long }, `G/2/${fast}`);
    second.forEach((value, n) => expect(value).toBeCloseTo(1 - 0.75 * (1 - 0.8 / 3) ** n, 10));
  });

  test("with Rescorla-Wagner's learning rates in the file, the run is that of PALMS: alpha beta for reward, alpha betan for its absence", () => {
    const read = readWritten(
      'rw',
      '@model=Rescorla Wagner\n@alpha=0.5;beta=0.4;betan=0.2;lamda=0.8\nG|10A+|5A',
      'rates.rw',
    );
    values(read, 'G/1/A+').forEach((value, n) => expect(value).toBeCloseTo(grown(n, 0.5 * 0.4, 0.8), 10));
    values(read, 'G/2/A-').forEach((value, n) =>
      expect(value).toBeCloseTo(grown(10, 0.2, 0.8) * (1 - 0.5 * 0.2) ** n, 10),
    );
    expect(read.notes).toBeUndefined();
    // With alphas for single cues no single rate would be correct.
    const single = readWritten('rw', '@alpha=0.5;beta=0.4;alpha_A=0.2\nG|10A+', 'single.rw');
    expect(single.agent).toEqual({ id: 'rescorla-wagner' });
    expect(single.notes?.join('\n')).toContain('alphas that differ between cues');
  });

  test('ignored settings are reported', () => {
    const { notes = [], agent } = readWritten(
      'rw',
      "@model=Pearce Kaye Hall\n@alpha=0.5;gamma=0.1;num_trials=500\n@salience_A'=0.2\nG|10A'+",
      'other.rw',
    );
    expect(agent).toEqual({ id: 'rescorla-wagner' });
    expect(notes.join('\n')).toContain("the model 'Pearce Kaye Hall' of PALMS is not here");
    expect(notes.join('\n')).toContain(
      "settings of PALMS that are not taken: gamma, num_trials, salience_A'; PALMS averages num_trials random orders",
    );
  });
});

/** The same constructs, and the same kinds of experiments, as the six designs that are included in PALMS. */
const likeShipped = {
  blocking:
    "@model=Mackintosh Extended\n@alpha=0.2;alpha_mack=0.2;beta=0.5;betan=0.3;thetaE=0.2;num_trials=300\n@alpha_A'=0.2;alpha_C=0.1;alpha_mack_D'=0.4;salience_B'=0.2\nTrained|10A+|rand/5AB+/5CD+|rand/3B-/3D-\nPrimed|10A'+|rand/5A'B'+/5C'D'+|rand/3B'-/3D'-",
  configural:
    "@model=Rescorla Wagner\n@configural_cues=True\n@lamda=1;beta=0.4;betan=0.2;num_trials=200\n@alpha_A=0.5;alpha_A^1=0.5;alpha_(AR'X)=0.05;alpha_mack_(A^1RX^1)=0.01;alpha_hall_R'=0.3\nTwo|rand/6AXR'+/6AYR'-/6BXR'-/6BYR'+\nOne|rand/6AX^1R'+/6AY^1R'+/6A^1X^1R+/6B^1X^1S-",
  negativeTransfer:
    '@model=Pearce Kaye Hall\n@alpha=0.5;alpha_hall=0.8;salience=0.1;lamda=1;beta=0.8;betan=0.1;gamma=0.1\nWeak|lambda=0.3/beta=0.1/40T+|beta=0.8/lambda=1/6T+\nOther|lambda=0.3/beta=0.1/40L+|beta=0.8/lambda=1/6T+',
  manyCues: `@model=Le Pelley's Hybrid\n@alpha=0.3;thetaI=0.1\nNew|rand/20A-/${Array.from({ length: 60 }, (_, i) => `D^${i + 1}`).join('-/')}|rand/20A+/20B+/${Array.from({ length: 200 }, (_, i) => `S^${i + 1}-`).join('/')}\nSame|rand/20A-/15D^1-|rand/20A+/5D^1+`,
  patterning:
    '@model=MLAB Model\n@beta=0.5;betan=0.4\n@salience_Y=0.2\nFeature|rand/20AX+/20BY+/20X-/20Y-|rand/4AX+/2A-/2X-|rand/20AY+/10AX-',
  learnedIrrelevance:
    '@model=Mackintosh Extended\n@alpha=0.9;lamda=1;beta=0.5\n@salience_A=0.2\nIrrelevance|rand/9X+/9X-/9AX+/9AX-|8A+\nPreexposed|rand/9X-/9X-/9AX-/9AX-|8A+\nNovel||8A+',
};

test.each(Object.entries(likeShipped))(
  'a design like the %s one that is included in PALMS opens and runs',
  (_, text) => {
    const { design, agent } = readWritten('rw', text, 'shipped.rw');
    const session = createTrialSession(
      completeTrialSpec({ world: 'own-design', design, ...(agent === undefined ? {} : { agent }) }),
    );
    session.advance(session.trials.length);
    expect(session.trials).toHaveLength(design.phases.reduce((sum, { trials }) => sum + trials, 0));
  },
);

describe('calmr tables, in closed form', () => {
  test('!: its trials are shuffled', () => {
    const { design } = openCase('calmr_bang.csv');
    expect(design.phases.map(({ order, trials }) => [order, trials])).toEqual([
      ['balanced', 20],
      ['blocked', 1],
      ['balanced', 20],
      ['blocked', 1],
    ]);
  });

  test('an empty cell: the group skips the phase', () => {
    const test = (group: string): number => mean(casesValues('calmr_blocking.csv', `${group}/2/#L`));
    expect(test('Blocking')).toBeCloseTo(((1 - grown(10, 0.1)) * grown(10, 0.2)) / 2, 10);
    expect(test('Control')).toBeCloseTo(grown(10, 0.2) / 2, 10);
    expect([test('Blocking'), test('Control')].map((value) => value.toFixed(4))).toEqual(['0.1556', '0.4463']);
  });

  test('A_a and A_b are one function: A is extinguished', () => {
    const extinguished = casesValues('calmr_func.csv', 'G/1/A-');
    expect(extinguished[0]).toBeCloseTo(0.878, 3);
    expect(extinguished[0]).toBeCloseTo(grown(20, 0.1), 10);
    const after = mean(casesValues('calmr_func.csv', 'G/2/#A'));
    expect(after).toBeCloseTo(grown(20, 0.1) * 0.9 ** 20, 10);
    expect(after).toBeCloseTo(0.107, 3);
    expect(openCase('calmr_func.csv').notes?.join()).toContain('A_a, A_b');
  });

  test('the position of (US) is its time: before A, after it, with it', () => {
    const { design } = openCase('calmr_backward.csv');
    const session = createTrialSession(completeTrialSpec({ world: 'own-design', design, agent: 'td-csc' }));
    session.advance(session.trials.length);
    const evidence = observe(session).evidence();
    const curves = (group: string) => {
      const condition = Object.keys(observe(session).look().conditions).find((id) =>
        id.startsWith(`${group}/1/`),
      ) as string;
      return evidence.averages[condition] as (typeof evidence.averages)[string];
    };
    const rewardAt = (group: string): number => {
      const { t, rpe } = curves(group);
      // In the first trials the RPE is at the reward, which is not predicted yet.
      return t[rpe.mean.indexOf(Math.max(...rpe.mean))] as number;
    };
    expect(rewardAt('Back')).toBeCloseTo(-1, 6);
    expect(rewardAt('Sim')).toBeCloseTo(0, 6);
    expect(rewardAt('Fwd')).toBeCloseTo(1, 6);
    const test = (group: string): number => mean(evidence.trials(`${group}/2/#A`).map((trial) => trial.at('value', 0)));
    expect(test('Back')).toBe(0);
    expect(test('Fwd')).toBeGreaterThan(0);
    // Rescorla-Wagner has no time within a trial: cues with or before the reward are paired with it, cues after it are not.
    expect(last(casesValues('calmr_backward.csv', 'Back/2/#A'))).toBe(0);
    expect(last(casesValues('calmr_backward.csv', 'Sim/2/#A'))).toBeCloseTo(grown(10, 0.1), 10);
    expect(last(casesValues('calmr_backward.csv', 'Fwd/2/#A'))).toBeCloseTo(grown(10, 0.1), 10);
  });

  test('A>AB: A stays on', () => {
    const { design } = openCase('calmr_nested.csv');
    expect(
      Object.values(design.trialTypes).map(({ cues, rewards }) => [cues, rewards.map(({ time }) => time)]),
    ).toEqual([
      [
        [
          { cue: 'A', onsetSeconds: 0, durationSeconds: 2 },
          { cue: 'B', onsetSeconds: 1, durationSeconds: 1 },
        ],
        [{ kind: 'fixed', seconds: 2 }],
      ],
    ]);
  });

  test('two kinds of US are refused by name', () =>
    expect(() => openCase('calmr_nominal.csv')).toThrow(
      "a second kind of US, 'US_b'; there is one kind of reward here",
    ));

  test('row names are ignored', () => {
    expect(openCase('calmr_rownames.csv').design.groups?.map(({ id }) => id)).toEqual(['Blocking', 'Control']);
  });
});

describe('docs/designs.md', () => {
  const page = readFileSync(new URL('../../docs/designs.md', import.meta.url), 'utf8');
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  test.each(['rw', 'csv'] as const)('has the table of constructs of .%s', (format) => {
    const rows = constructs[format].map(
      ({ written, meaning, refusal }) =>
        `| \`${cell(written)}\` | ${refusal === undefined ? 'read' : 'refused'} | ${cell(meaning)} |`,
    );
    expect(page).toContain(['| written | | interpretation |', '|---|---|---|', ...rows].join('\n'));
  });
});
