import type { JSX } from 'react';
import { Button, Menu, MenuTrigger, Popover } from 'react-aria-components';
import { withoutData } from '../../../src/fitting/report/fitted-agent.ts';
import { fitsTable } from '../../../src/fitting/report/fits-table.ts';
import { fitText } from '../../fit/fit-run.ts';
import type { SavedFile } from '../../plots/download.ts';
import { fittedOf, type FitRun } from '../../store/fits.ts';
import { saveFile } from '../../store/save-file.ts';
import { Icon } from '../../ui/icons.tsx';
import { tableFile } from '../data/table-file.ts';
import { SaveItem } from '../SaveItem.tsx';

type Format = 'csv' | 'json' | 'fit' | 'regressors';

/** Saves what `phasic fit` saves. */
export function FitSave({ run }: { readonly run: FitRun }): JSX.Element {
  const fits = fittedOf(run);
  const isOne = fits.length === 1 && fits[0]?.fit.failure === undefined;
  return (
    <MenuTrigger>
      <Button className="button" isDisabled={fits.length === 0}>
        <Icon name="save" />
        Save fits
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="options"
          aria-label="save fits"
          disabledKeys={isOne ? [] : ['regressors']}
          onAction={(key) => void saveFile(() => fileOf(key as Format, run))}
        >
          <SaveItem id="csv" title="CSV" text="one row a parameter: estimate, interval, AIC, BIC" />
          <SaveItem id="json" title="JSON" text="everything, as phasic fit --json prints it" />
          <SaveItem id="fit" title="Fit file" text="each fit with its data, for phasic verify" />
          <SaveItem
            id="regressors"
            title="Regressors"
            text={isOne ? 'value and RPE at each event, as BIDS events.tsv' : 'of a single fit that stands'}
          />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

async function fileOf(format: Format, run: FitRun): Promise<SavedFile> {
  const fits = fittedOf(run);
  if (format === 'csv') return tableFile('fits', fitsTable(fits), {});
  if (format === 'json')
    return file('fits.json', `${JSON.stringify({ fits: fits.map(withoutData) })}\n`, 'application/json');
  const { text, notes } = await fitText(format, fits);
  if (format === 'fit') return file('saved-fits.json', text, 'application/json');
  return {
    ...file('regressors.tsv', text, 'text/tab-separated-values'),
    notes: `${JSON.stringify(notes, null, 2)}\n`,
  };
}

const file = (fileName: string, content: string, type: string): SavedFile => ({
  fileName,
  content: new Blob([content], { type }),
});
