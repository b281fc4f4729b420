import type { JSX } from 'react';
import { integer } from '../../../src/contracts/parameters.ts';
import { controlDefaults, type ControlSpec } from '../../../src/spec/spec.ts';
import { control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { ParameterField } from '../ParameterField.tsx';

const fields = {
  worlds: integer({
    default: controlDefaults.worlds,
    min: 1,
    max: 1024,
    help: 'Number of parallel environments; one of them is shown',
  }),
  steps: integer({
    default: controlDefaults.steps,
    min: 1,
    max: 1e9,
    unit: 'steps',
    help: 'Planned steps over all environments; schedules run over this number of steps',
  }),
  seed: integer({ default: controlDefaults.seed, min: 0, max: 0xffffffff, help: 'Seed of every random stream' }),
} as const;

const names = Object.keys(fields) as readonly (keyof typeof fields)[];

/** Number of environments, number of steps, and seed. */
export function RunFields(): JSX.Element | null {
  const draft = useControl(control, (state) => state.draft);
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

const change = (draft: ControlSpec, name: keyof typeof fields, value: number): void =>
  void control.edit({ ...draft, [name]: value });
