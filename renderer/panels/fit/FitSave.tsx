import type { JSX } from 'react';
import { withoutData } from '../../../src/fitting/report/fitted-agent.ts';
import { fitsTable } from '../../../src/fitting/report/fits-table.ts';
import { askedOnce } from '../../fit/fit-run.ts';
import type { SavedFile } from '../../plots/download.ts';
import { fittedOf, type FitRun } from '../../store/fits.ts';
import { tableFile } from '../data/table-file.ts';
import { SaveItem } from '../SaveItem.tsx';
import { SaveFits, textFile } from './SaveFits.tsx';

/** Saves what `phasic fit` saves. */
export function FitSave({ run }: { readonly run: FitRun }): JSX.Element {
  const fits = fittedOf(run);
  const isOne = fits.length === 1 && fits[0]?.fit.failure === undefined;
  return (
    <SaveFits
      isDisabled={fits.length === 0}
      disabledKeys={isOne ? [] : ['regressors']}
      fileOf={(format) => fileOf(format, run)}
    >
      <SaveItem id="csv" title="CSV" text="one row a parameter: estimate, interval, AIC, BIC" />
      <SaveItem id="json" title="JSON" text="everything, as phasic fit --json prints it" />
      <SaveItem id="fit" title="Fit file" text="each fit with its data, for phasic verify" />
      <SaveItem
        id="regressors"
        title="Regressors"
        text={isOne ? 'value and RPE at each event, as BIDS events.tsv' : 'of a single fit that stands'}
      />
    </SaveFits>
  );
}

async function fileOf(format: string, run: FitRun): Promise<SavedFile> {
  const fits = fittedOf(run);
  if (format === 'csv') return tableFile('fits', fitsTable(fits), {});
  if (format === 'json')
    return textFile('fits.json', `${JSON.stringify({ fits: fits.map(withoutData) })}\n`, 'application/json');
  const kind = format === 'fit' ? 'fit' : 'regressors';
  const { text, notes } = await askedOnce('file', { kind, fits });
  if (kind === 'fit') return textFile('saved-fits.json', text, 'application/json');
  return {
    ...textFile('regressors.tsv', text, 'text/tab-separated-values'),
    notes: `${JSON.stringify(notes, null, 2)}\n`,
  };
}
