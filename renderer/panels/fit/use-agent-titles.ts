import { useCallback } from 'react';
import { findEntry } from '../../../src/spec/catalogue.ts';
import { useApp } from '../../store/app-state.ts';

/** Titles of agents by their ids. */
export function useAgentTitles(): (id: string) => string {
  const catalogue = useApp((state) => state.catalogue);
  return useCallback(
    (id) => (catalogue === undefined ? id : (findEntry(catalogue, 'agents', id)?.title ?? id)),
    [catalogue],
  );
}
