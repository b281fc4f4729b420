import { parametersOf } from '../spec/locate.ts';
import { find, lookup } from '../engine/registry.ts';
import { worldOf } from '../engine/world.ts';
import { svgDocument } from '../export/svg.ts';
import { discriminationFigure } from '../figures/discrimination-figure.ts';
import { svgText } from '../figures/svg-text.ts';
import { wantedPower } from '../fitting/discrimination/needed.ts';
import { version } from '../install/version.ts';
import { hardestOf, type Discrimination } from '../jobs/discriminate/run-discriminate.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { assumptions, minutes, settingsWords, type Asked } from './discriminate-report.ts';

/** Predictions in the best design, how designs compare, and power. */
export function discriminationSvg(asked: Asked, found: Discrimination): string {
  const { names, varied, designs, seed } = asked;
  const specs = designs[found.best]?.models.specs ?? [];
  const [spec] = specs as [TrialSpec];
  const { title } = worldOf(spec);
  const whole = found.powers.at(-1);
  const settings = settingsWords(asked, found.best);
  const data = {
    title: `${title}: which model?`,
    note: `${settings === '' ? '' : `The best design: ${settings}; `}${whole?.trials ?? 0} trials, ${minutes(whole?.seconds ?? 0)}. Lines: median over each model's prior; bands: its middle 80 %. Power: ${found.experiments} simulated experiments of each model, with 95 % interval.`,
    provenance: `${assumptions(asked).join(' ')} phasic discriminate · ${spec.world.id} · ${asked.agents.join(', ')} · seed ${seed} · phasic ${version}`,
    models: names,
    predictions: found.predictions.map((one) => ({ title: one.title, event: one.align, t: one.t, curves: one.models })),
    unit: find('recordings', spec.recording.id).unit,
    varied: varied.flatMap(({ path, name, isLog }, i) => {
      const values = designs.map(({ settings: own }) => own[i]);
      if (!values.every((value) => typeof value === 'number')) return [];
      const declared = parametersOf(lookup, spec, 'world')[name];
      const unit = declared !== undefined && 'unit' in declared ? `, ${declared.unit}` : '';
      return [
        {
          title: `${path}${unit}`,
          isLog,
          points: found.designs.map((design, k) => ({
            x: values[k] as number,
            y: hardestOf(design).evidence,
            isBest: k === found.best,
          })),
        },
      ];
    }),
    power: names.map((_, model) => {
      const own = (whole?.byAnimals ?? []).map(({ animals, models }) => ({ animals, ...models[model] }));
      return {
        animals: own.map(({ animals }) => animals),
        share: own.map(({ share = 0 }) => share),
        low: own.map(({ low = 0 }) => low),
        high: own.map(({ high = 0 }) => high),
      };
    }),
    wanted: wantedPower,
    lengths: found.powers,
  };
  return svgText(discriminationFigure({ data, document: svgDocument() }), [...specs]);
}
