import type { JSX } from 'react';
import { choiceFitsTable } from '../../../src/fitting/report/choice-fits-table.ts';
import { askedOnce } from '../../fit/fit-run.ts';
import type { SavedFile } from '../../plots/download.ts';
import type { ChoiceRun } from '../../store/choice-fits.ts';
import { tableFile } from '../data/table-file.ts';
import { SaveItem } from '../SaveItem.tsx';
import { SaveFits, textFile } from './SaveFits.tsx';

/** Saves what `phasic fit-choices` saves. */
export function ChoicesSave({ run }: { readonly run: ChoiceRun }): JSX.Element {
  const isOne = run.work.asked.models.length === 1;
  return (
    <SaveFits
      isDisabled={run.told?.fitted === undefined}
      disabledKeys={isOne ? [] : ['regressors']}
      fileOf={(format) => fileOf(format, run)}
    >
      <SaveItem id="csv" title="CSV" text="one row a subject and parameter: estimate, interval, BIC" />
      <SaveItem id="json" title="JSON" text="everything, as phasic fit-choices --json prints it" />
      <SaveItem
        id="regressors"
        title="Regressors"
        text={isOne ? 'probability, value and RPE in each trial' : 'of a single model'}
      />
    </SaveFits>
  );
}

async function fileOf(format: string, { work, told }: ChoiceRun): Promise<SavedFile> {
  const { fits = [], ...others } = told?.fitted ?? {};
  if (format === 'csv') return tableFile('fits', choiceFitsTable(fits), {});
  if (format === 'json') return textFile('fits.json', `${JSON.stringify({ fits, ...others })}\n`, 'application/json');
  const { text, notes } = await askedOnce('regressors', { work, fits });
  return {
    ...textFile('regressors.tsv', text, 'text/tab-separated-values'),
    notes: `${JSON.stringify(notes, null, 2)}\n`,
  };
}
