import type { JSX } from 'react';
import { appState, useApp } from '../store/app-state.ts';

/** The start of the finished run's hash; pressing it copies all of it. */
export function RunHash(): JSX.Element {
  const hash = useApp(({ shown }) => shown?.result.hash ?? '');

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(hash);
    appState.set({ notice: 'hash copied' });
  }

  return (
    <div className="hash">
      <span className="soft">hash</span>
      {hash === '' ? (
        <span className="hash-text soft" title="the hash appears when the run is finished">
          {'\u2013'}
        </span>
      ) : (
        <button
          type="button"
          className="hash-text"
          title={`${hash} (press to copy)`}
          aria-label={`run hash ${hash.slice(0, 8)}, copy`}
          onClick={() => void copy()}
        >
          {hash.slice(0, 8)}
        </button>
      )}
    </div>
  );
}
