import type { JSX } from 'react';
import { approximateWords } from '../../src/analysis/approximate-words.ts';
import type { ParadigmEntry } from '../store/catalogue.ts';
import { parameterLabel } from '../ui/words.ts';

/** Which times and numbers of an experiment may differ from the paper's. */
export function ApproximateLines({ entry }: { readonly entry: ParadigmEntry | undefined }): JSX.Element {
  const { approximate = {}, parameters = {} } = entry ?? {};
  const labelOf = (name: string): string => {
    const parameter = parameters[name];
    return parameter === undefined ? name : parameterLabel(name, parameter);
  };
  return (
    <>
      {approximateWords(approximate, labelOf).map((line) => (
        <p key={line} className="soft small">
          {line}
        </p>
      ))}
    </>
  );
}
