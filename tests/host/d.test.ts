import { test } from 'vitest';
import { completeSpec } from '/work/main/src/engine/experiment.ts';
import { runToEnd } from '/work/main/src/host/run-to-end.ts';
test('d', () => {
  for (const architecture of ['microstimuli','complete-serial-compound','presence'])
  for (const traceDecay of [0.9, 1]) for (const learningRate of [0.5,1]) for (const disc of [0.98, 1]) {
    try { const s = completeSpec({paradigm:{id:'schultz-1997',parameters:{stepSeconds:0.02}}, agent:{architecture, objective:{id:'discounted-return',parameters:{discount:disc}}, learningRule:{id:'td-lambda',parameters:{learningRate,traceDecay}}}});
    const r = runToEnd(s); console.log(architecture, traceDecay, learningRate, disc, Math.max(...r.session.weights.map(Math.abs))); } catch (e) { console.log(architecture, traceDecay, learningRate, disc, (e as Error).message) }
  }
});
