import type { UnitMap } from '../contracts/units.ts';
import type { Pile } from './pile.ts';
import type { Theme } from './theme.ts';
import { unitMap, unitTitle } from './unit-map.ts';
import { unitWords } from './words.ts';

const heights = { min: 110, unit: 15, max: 360 } as const;
const gap = 14;

/** Stacks maps vertically, each as high as its units need, up to a limit; those of a group share a colour scale. */
export function addUnitMaps(
  pile: Pile,
  maps: readonly UnitMap[],
  sheet: { readonly document: Document; readonly width: number; readonly theme: Theme },
): void {
  for (const map of maps) {
    const height = Math.min(heights.max, heights.min + map.labels.length * heights.unit);
    const beside = maps.filter(({ group }) => group === map.group);
    pile.add(unitMap({ ...sheet, map, titled: true, beside, height }), height + gap);
  }
}

/** The maps in sentences, one text for each. */
export const unitMapWords = (maps: readonly UnitMap[]): readonly string[] =>
  maps.map((map) => `${unitTitle(map)}: ${unitWords(map)}`);
