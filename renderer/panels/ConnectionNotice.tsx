import type { JSX } from 'react';
import { useApp } from '../store/app-state.ts';

/** Shown while the page has no connection to a host. */
export function ConnectionNotice(): JSX.Element | null {
  const isLost = useApp((state) => state.connection === 'lost');
  if (!isLost) return null;
  return (
    <div className="connection" role="alert">
      <p>
        <b>Lost connection to Phasic.</b> The program was closed or restarted, or the process behind this page has
        ended. This page tries again every second; if it stays like this, start the program and open the address that it
        prints.
      </p>
    </div>
  );
}
