import { useMemo } from 'react';
import type { SheetText } from '../../../src/figures/recording-sheet.ts';
import { useData } from '../../store/data.ts';
import { waiversOf } from '../../store/data-origin.ts';

/** The text of a saved figure: where its recording is from, and what its events are. */
export function useSheetText(title: string, note: string): SheetText {
  const opened = useData((state) => state.opened);
  const mapping = useData((state) => state.mapping);
  const quality = useData((state) => state.quality);
  const waivers = useData((state) => state.waivers);
  return useMemo(() => {
    const { files = [], formats = [], found } = opened ?? {};
    const { cues = [], rewards = [] } = mapping ?? {};
    const named = (what: string, all: readonly { readonly title: string }[]): readonly string[] =>
      all.length === 0 ? [] : [`${what}: ${all.map((one) => one.title).join(', ')}`];
    const parts = [
      `${files.join(', ')} (${formats.join(', ')})`,
      ...(found?.startsAt === undefined ? [] : [`started ${found.startsAt}`]),
      ...named('cues', cues),
      ...named('rewards', rewards),
      ...waiversOf({ quality, mapping, waivers }).map(
        ({ check, of, because }) => `${check} of ${of} failed, in spite of which: ${because}`,
      ),
    ];
    return { title, note, provenance: parts.join(' · ') };
  }, [opened, mapping, quality, waivers, title, note]);
}
