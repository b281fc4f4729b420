import { DOMParser } from 'linkedom';
import { catalogue } from '../../src/engine/catalogue.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { find } from '../../src/engine/registry.ts';
import { columnSeconds, mapReward, trialRows } from '../../src/engine/trial-map.ts';
import type { TrialSession } from '../../src/engine/trial-session.ts';
import { worldOf } from '../../src/engine/world.ts';
import { figureData, type FigureData } from '../../src/figures/figure-data.ts';
import { heatRows, type HeatRows } from '../../src/figures/heat-rows.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';

/** A document as on the command line: only an SVG document is serialised as XML. */
export const newDocument = (): Document =>
  new DOMParser().parseFromString('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml') as unknown as Document;

/** An experiment run to its end, as the data of its figures. */
export function experimentData(spec: PartialSpec): FigureData {
  const complete = completeTrialSpec(spec);
  const { session, result } = runToEnd(complete);
  const world = worldOf(complete);
  const conditions = Object.entries(world.conditions).map(([id, { title }]) => ({ id, title }));
  const { unit } = find('recordings', complete.recording.id);
  return figureData({
    result,
    catalogue: catalogue(),
    conditions,
    shown: world.shown,
    rateUnit: unit,
    version: '0.1.0',
    mapReward: mapReward(session.design, world.heatMapTypes),
    heat: heatOf(session, world.heatMapTypes),
  });
}

function heatOf(session: TrialSession, types: readonly string[] | undefined): HeatRows {
  const [only, ...others] = types ?? [];
  const title = others.length === 0 ? session.design.trialTypes[only ?? '']?.title : undefined;
  const { rpe } = trialRows(session, 0, session.trials.length);
  return heatRows(
    rpe,
    columnSeconds(session.design),
    (trial) => types?.includes(session.trials[trial]?.type ?? '') ?? true,
    title,
  );
}
