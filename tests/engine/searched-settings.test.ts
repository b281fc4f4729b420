import { describe, expect, test } from 'vitest';
import type { NumberParameter } from '../../src/contracts/parameters.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { misfitInTrials } from '../../src/spec/fits.ts';
import { findTrialRule, lookup, trialAgents } from '../../src/engine/registry.ts';
import { searchedParameters, settingsOf, withSetting } from '../../src/engine/searched-settings.ts';

const worlds = ['schultz-1997', 'roesch-2007'];
const specs: readonly TrialSpec[] = trialAgents()
  .filter(({ learningRule }) => findTrialRule(learningRule.id).slow !== true)
  .map(({ id, learningRule }) =>
    completeTrialSpec({
      world: worlds.find(
        (world) => misfitInTrials(lookup, { world: completeTrialSpec({ world }).world }, learningRule.id) === undefined,
      ) as string,
      agent: id,
    }),
  );

describe('searched parameters of an agent', () => {
  test.each(specs.map((spec) => [spec.agent.id as string, spec] as const))(
    '%s: its own parameters, but not the grid',
    (_, spec) => {
      const paths = searchedParameters(spec).map(({ path }) => path);
      expect(paths.length).toBeGreaterThan(0);
      for (const path of paths)
        expect(path).toMatch(/^(architecture|objective|learningRule|policy)\.(?!resolutionSeconds)/);
    },
  );

  test.each(specs.map((spec) => [spec.agent.id as string, spec] as const))(
    '%s: each range is within the allowed one, contains the default unless that is 0, and is plausible',
    (_, spec) => {
      for (const { path, declared, range } of searchedParameters(spec)) {
        if (range === undefined) continue;
        const { min, max } = declared as NumberParameter;
        expect(range.min >= min && range.max <= max && range.min < range.max, path).toBe(true);
        // If a parameter allows far more than anybody has used, uniform sampling would hardly reach the relevant range.
        if (range.scale === 'linear')
          expect(
            range.max - range.min,
            `${path} needs a declared search range (contracts/searched.ts)`,
          ).toBeLessThanOrEqual(20);
        if (range.scale === 'log') expect(range.min, path).toBeGreaterThan(0);
        if (range.scale === 'rest') expect(range.max, path).toBeLessThan(1);
      }
    },
  );

  test.each(specs.map((spec) => [spec.agent.id as string, spec] as const))(
    '%s: 64 settings, the same each time, each with a difference, and mostly valid',
    (_, spec) => {
      const searched = searchedParameters(spec);
      const settings = settingsOf(spec, searched, 64);
      expect(settings).toHaveLength(64);
      expect(settingsOf(spec, searched, 64)).toEqual(settings);
      for (const setting of settings) {
        expect(Object.keys(setting).length).toBeGreaterThan(0);
        const { agent } = withSetting(spec, setting);
        expect(agent.id).toBe(spec.agent.id);
        for (const [path, value] of Object.entries(setting)) {
          const [part, name] = path.split('.') as ['objective', string];
          expect(agent[part].parameters[name]).toBe(value);
          const range = searched.find((one) => one.path === path)?.range;
          if (range !== undefined)
            expect(
              (value as number) >= range.min - 1e-3 * Math.abs(range.min) && (value as number) <= range.max,
              `${path} = ${value}`,
            ).toBe(true);
        }
      }
    },
  );
});

test('a setting that would make an agent more than twice as large is skipped', () => {
  // Delay lines of a minute that continue through the intervals are 24 times as long as those of a trial, and take a Kalman filter about 24² times as long.
  const spec = completeTrialSpec({ world: 'dabney-2020', agent: 'kalman-td' });
  const settings = settingsOf(spec, searchedParameters(spec), 64);
  expect(settings).toHaveLength(64);
  const lasting = settings.filter((setting) => setting['architecture.boundary'] === 'continuous');
  expect(lasting.length).toBeGreaterThan(0);
  for (const setting of lasting) expect(setting['architecture.serialSeconds']).toBeLessThan(10);
});

describe('values', () => {
  const spec = completeTrialSpec({ world: 'schultz-1997', agent: 'td-csc' });
  const valuesOf = (path: string): readonly number[] =>
    settingsOf(spec, searchedParameters(spec), 400).flatMap((setting) =>
      path in setting ? [setting[path] as number] : [],
    );

  test('of rates are uniform on a logarithmic scale, and have three digits', () => {
    const rates = valuesOf('learningRule.learningRate');
    for (const rate of rates) expect(String(Number(rate.toPrecision(3)))).toBe(String(rate));
    // From .002 to 1, half of them are below the geometric mean.
    expect(rates.filter((rate) => rate < Math.sqrt(0.002)).length / rates.length).toBeCloseTo(0.5, 1);
  });

  test('of discounts are uniform in log(1 - γ)', () => {
    const discounts = valuesOf('objective.discount');
    expect(discounts.filter((discount) => 1 - discount < Math.sqrt(0.7 * 0.01)).length / discounts.length).toBeCloseTo(
      0.5,
      1,
    );
  });

  test('that are incompatible are refused as usual', () => {
    expect(() => withSetting(spec, { 'learningRule.learningRate': 7 })).toThrow('learningRate = 7 is not allowed');
  });
});
