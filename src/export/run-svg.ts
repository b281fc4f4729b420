import { unitMeans } from '../analysis/unit-means.ts';
import type { RecordedUnits, UnitMap } from '../contracts/units.ts';
import { catalogue } from '../engine/catalogue.ts';
import { find } from '../engine/registry.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import { columnSeconds, mapReward, trialRows } from '../engine/trial-map.ts';
import { worldOf } from '../engine/world.ts';
import { figureData } from '../figures/figure-data.ts';
import { heatRows, type HeatRows } from '../figures/heat-rows.ts';
import { wholeFigureSvg } from '../figures/whole-figure.ts';
import type { DisplayedRun } from './exports.ts';
import { svgDocument } from './svg-document.ts';
import { version } from '../install/version.ts';

/**
 * The whole figure of a run as the text of an SVG file. The same run gives the same bytes.
 * @param units groups whose means are drawn, for each shown condition
 */
export function runSvg({ session, result }: DisplayedRun, units: readonly RecordedUnits[] = []): string {
  const world = worldOf(result.spec);
  const conditions = Object.entries(world.conditions).map(([id, { title }]) => ({ id, title }));
  const rateUnit = find('recordings', result.spec.recording.id).unit;
  return wholeFigureSvg(
    figureData({
      result,
      catalogue: catalogue(),
      conditions,
      shown: world.shown,
      rateUnit,
      version,
      mapReward: mapReward(session.design, world.heatMapTypes),
      heat: mapOf(session),
      units: unitMaps(session, units),
    }),
    svgDocument(),
  );
}

function unitMaps(session: TrialSession, units: readonly RecordedUnits[]): readonly UnitMap[] {
  const { conditions, shown } = worldOf(session.spec);
  const declared = shown.flatMap((id) => (conditions[id] === undefined ? [] : [conditions[id]]));
  return units.flatMap((one) =>
    declared.map((condition) => unitMeans(session, condition.title, condition, one)).filter(({ n }) => n > 0),
  );
}

/** The trials that are done, of the types that the paradigm shows as a map. */
function mapOf(session: TrialSession): HeatRows {
  const { trials, design, done: trialsDone, spec } = session;
  const { heatMapTypes } = worldOf(spec);
  const [only, ...others] = heatMapTypes ?? [];
  const title = others.length === 0 ? design.trialTypes[only ?? '']?.title : undefined;
  const shown = (trial: number): boolean => heatMapTypes?.includes(trials[trial]?.type ?? '') ?? true;
  return heatRows(trialRows(session, 0, trialsDone).rpe, columnSeconds(design), shown, title);
}
