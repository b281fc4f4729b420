import type { JSX } from 'react';
import { Button } from 'react-aria-components';
import { appState, useApp } from '../store/app-state.ts';

/** What went wrong, where, and the remedy. Errors of a form field are shown next to that field and not here. */
export function ErrorLine(): JSX.Element | null {
  const error = useApp((state) => state.error);
  if (error === undefined || error.field !== undefined) return null;
  return (
    <div className="error-line" role="alert">
      <p>
        <b>{error.where}:</b> {error.what}. <span className="remedy">{sentence(error.remedy)}</span>
      </p>
      <Button className="text-button" onPress={() => appState.set({ error: undefined })}>
        dismiss
      </Button>
    </div>
  );
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
