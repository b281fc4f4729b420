import { memo, type JSX } from 'react';
import { allowedValues, type Parameter, type ParameterValue } from '../../src/contracts/parameters.ts';
import { showHint } from '../store/hint.ts';
import { Icon } from '../ui/icons.tsx';
import { parameterLabel } from '../ui/words.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { FlagField } from './FlagField.tsx';
import { NumberField } from './NumberField.tsx';
import { TextParameterField } from './TextParameterField.tsx';

interface Properties {
  readonly name: string;
  readonly parameter: Parameter;
  readonly value: ParameterValue;
  /** The value restored by reset. */
  readonly base: ParameterValue;
  /** The host's error for the value. */
  readonly error: string | undefined;
  /** Step length of the experiment; if given, time constants are also shown per step. */
  readonly stepSeconds?: number | undefined;
  readonly onChange: (name: string, value: ParameterValue) => void;
}

/**
 * A form row for a declared parameter: label, symbol, field, unit, reset. Rerendered only when its own value changes.
 */
export const ParameterField = memo(function ParameterField({
  name,
  parameter,
  value,
  base,
  error,
  stepSeconds,
  onChange,
}: Properties): JSX.Element {
  const label = parameterLabel(name, parameter);
  const help = `${sentence(parameter.help)} ${allowedValues(parameter, 'on or off')}; default ${String(base)}.`;
  const hint = { title: parameter.symbol === undefined ? label : `${label} ${parameter.symbol}`, text: help };
  const shared = { label, help, error };
  const change = (changed: ParameterValue): void => onChange(name, changed);
  return (
    <div className="parameter" onPointerEnter={() => showHint(hint)} onFocus={() => showHint(hint)}>
      {parameter.kind === 'flag' ? (
        <FlagField {...shared} value={value === true} onChange={change} />
      ) : parameter.kind === 'choice' ? (
        <ChoiceField {...shared} options={parameter.options} value={String(value)} onChange={change} />
      ) : parameter.kind === 'text' ? (
        <TextParameterField {...shared} value={String(value)} onChange={change} />
      ) : (
        <NumberField
          {...shared}
          parameter={parameter}
          value={Number(value)}
          stepSeconds={stepSeconds}
          onChange={change}
        />
      )}
      {value === base ? null : (
        <button
          type="button"
          className="reset"
          aria-label={`reset ${label} to ${String(base)}`}
          title={`reset to ${String(base)}`}
          onClick={() => change(base)}
        >
          <Icon name="reset" />
        </button>
      )}
    </div>
  );
});

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
