import type { JSX } from 'react';
import { integer } from '../../../src/contracts/parameters.ts';
import { steppedDefaults, type SteppedSpec } from '../../../src/contracts/spec.ts';
import { play } from '../../store/current.ts';
import { usePlay } from '../../store/control/control.ts';
import { ParameterField } from '../ParameterField.tsx';

const fields = {
  worlds: integer({
    default: steppedDefaults.worlds,
    min: 1,
    max: 1024,
    help: 'Worlds that are stepped together; one of them is shown',
  }),
  steps: integer({
    default: steppedDefaults.steps,
    min: 1,
    max: 1e9,
    unit: 'steps',
    help: 'Steps planned over all worlds, over which what anneals does so',
  }),
  seed: integer({ default: steppedDefaults.seed, min: 0, max: 0xffffffff, help: 'Seed of every random stream' }),
} as const;

const names = Object.keys(fields) as readonly (keyof typeof fields)[];

/** How many worlds, how long, and which seed. */
export function RunFields(): JSX.Element | null {
  const draft = usePlay(play, (state) => state.draft);
  if (draft === undefined) return null;
  return (
    <section className="card" aria-label="run">
      <h2 className="card-kind">run</h2>
      {names.map((name) => (
        <ParameterField
          key={name}
          name={name}
          parameter={fields[name]}
          value={draft[name]}
          base={draft[name]}
          error={undefined}
          onChange={(_, value) => change(draft, name, Number(value))}
        />
      ))}
    </section>
  );
}

const change = (draft: SteppedSpec, name: keyof typeof fields, value: number): void =>
  void play.edit({ ...draft, [name]: value });
