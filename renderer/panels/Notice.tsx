import { useEffect, type JSX } from 'react';
import { appState, useApp } from '../store/app-state.ts';

const shownMs = 4000;

/** A short confirmation of the last action. */
export function Notice(): JSX.Element | null {
  const notice = useApp((state) => state.notice);
  useEffect(() => {
    if (notice === undefined) return undefined;
    const timer = setTimeout(() => appState.set({ notice: undefined }), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <output className="notice-place">{notice === undefined ? null : <span className="notice">{notice}</span>}</output>
  );
}
