import type { JSX } from 'react';
import type { Parameter, ParameterValue } from '../../src/contracts/parameters.ts';
import { showHint } from '../store/hint.ts';
import { Icon } from '../ui/icons.tsx';
import { parameterLabel, parameterRange } from '../ui/words.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { FlagField } from './FlagField.tsx';
import { NumberField } from './NumberField.tsx';

interface Properties {
  readonly name: string;
  readonly parameter: Parameter;
  readonly value: ParameterValue;
  /** What reset goes back to. */
  readonly base: ParameterValue;
  /** What the host said against the value. */
  readonly error: string | undefined;
  onChange(value: ParameterValue): void;
}

/** A form row made from a parameter's declaration: label, symbol, field, unit, reset. */
export function ParameterField({ name, parameter, value, base, error, onChange }: Properties): JSX.Element {
  const label = parameterLabel(name, parameter);
  const help = `${parameter.help} ${parameterRange(parameter)}; default ${String(base)}.`;
  const hint = { title: parameter.symbol === undefined ? label : `${label} ${parameter.symbol}`, text: help };
  const shared = { label, help, error };
  return (
    <div className="parameter" onPointerEnter={() => showHint(hint)} onFocus={() => showHint(hint)}>
      {parameter.kind === 'flag' ? (
        <FlagField {...shared} value={value === true} onChange={onChange} />
      ) : parameter.kind === 'choice' ? (
        <ChoiceField {...shared} options={parameter.options} value={String(value)} onChange={onChange} />
      ) : (
        <NumberField {...shared} key={String(base)} parameter={parameter} value={Number(value)} onChange={onChange} />
      )}
      {value === base ? null : (
        <button type="button" className="reset" aria-label={`reset ${label} to ${String(base)}`} title={`reset to ${String(base)}`} onClick={() => onChange(base)}>
          <Icon name="reset" />
        </button>
      )}
    </div>
  );
}
