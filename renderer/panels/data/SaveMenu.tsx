import type { JSX } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { SavedFile } from '../../plots/download.ts';
import { saveFile } from '../../store/save-file.ts';
import { Icon } from '../../ui/icons.tsx';

interface Properties<F extends string> {
  /** Of what is saved. */
  readonly name: string;
  /** Endings of the files that it can be saved as. */
  readonly formats: readonly F[];
  readonly fileOf: (format: F) => SavedFile | Promise<SavedFile>;
}

/** Saves a figure or a table, in one of several formats. */
export function SaveMenu<F extends string>({ name, formats, fileOf }: Properties<F>): JSX.Element {
  return (
    <MenuTrigger>
      <Button className="icon-button data-save" aria-label={`save ${name}`}>
        <Icon name="save" />
      </Button>
      <Popover className="popover" placement="top end">
        <Menu className="options" aria-label={`save ${name}`} onAction={(key) => void saveFile(() => fileOf(key as F))}>
          {formats.map((format) => (
            <MenuItem key={format} id={format} className="option" textValue={format.toUpperCase()}>
              <span className="option-title">{format.toUpperCase()}</span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
