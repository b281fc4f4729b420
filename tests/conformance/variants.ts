import type { AnyValues, Parameters } from '../../src/contracts/parameters.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';

/**
 * Numbers of trials, and of uncued rewards, are recognised by their unit; at their minimum they make a session short.
 */
export function shortest(parameters: Parameters): AnyValues {
  const counts = Object.entries(parameters).flatMap(([name, parameter]) =>
    parameter.kind === 'integer' && /^(trials|rewards)\b/.test(parameter.unit ?? '')
      ? [[name, Math.max(parameter.min, 2)] as const]
      : [],
  );
  return Object.fromEntries(counts);
}

/** Layers so narrow that a network takes no time, and not an integer number of vectors, so that its rows are padded. */
export function narrow(parameters: Parameters): AnyValues {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) =>
      parameter.kind === 'integer' && parameter.unit === 'units' ? [[name, 6] as const] : [],
    ),
  );
}

/** Every parameter at each end of its range, or at each of its options, on top of `base`. */
export function extremes(
  parameters: Parameters,
  base: AnyValues,
): readonly { readonly name: string; readonly values: AnyValues }[] {
  return Object.entries(parameters).flatMap(([name, parameter]) => {
    // A text names something in a design, which a general test cannot know.
    if (parameter.kind === 'text') return [];
    const ends =
      parameter.kind === 'choice'
        ? parameter.options
        : parameter.kind === 'flag'
          ? [true, false]
          : [parameter.min, parameter.max];
    return ends.map((value) => ({
      name: `${name} = ${value}`,
      values: parseParameters(parameters, { ...base, [name]: value }, name),
    }));
  });
}
