import { test } from 'vitest';
import { run, tdCsc, at } from './experiment.ts';
const P=['p0','p25','p50','p75','p100'];
const r=(x:number)=>x?.toFixed(3);
test('niv', () => {
  for (const traceDecay of [undefined, 0.9]) {
    const t0=performance.now();
    const f = run({ paradigm: { id: 'fiorillo-2003', parameters: { acquisitionTrials: 200, recordingTrials: 8000, itiSeconds: 6 } }, agent: tdCsc({ learningRate: 0.8, discount: 0.98, ...(traceDecay ? {traceDecay} : {}) }) });
    console.log('niv', traceDecay, P.map((p) => r(at(f, p, 'rate', 1.9))), P.map((p) => r(at(f, p, 'rate', 2.0))), performance.now()-t0, f.result.signatures.map(s=>s.id+s.measured?.toFixed(3)+s.pass));
  }
}, 60000);
test('b3', () => {
    const f = run({ paradigm: { id: 'fiorillo-2003', parameters: { acquisitionTrials: 300, recordingTrials: 2000, cueSeconds: 1, itiSeconds: 6 } }, agent: tdCsc({ learningRate: 0.1, discount: 0.98 }) });
    console.log('b3', P.map((p) => r(at(f, p, 'rpe', 0))), P.slice(1).map((p) => r(at(f, p+'-rewarded', 'rpe', 1))), P.slice(0,4).map((p) => r(at(f, p+'-unrewarded', 'rpe', 1))));
});
const isis=[1.2,1.4,1.6,1.8,2,2.2,2.4,2.6,2.8];
for (const [name, agent, par] of [
  ['belief', { architecture: 'belief-state', objective: {id:'discounted-return',parameters:{discount:.93}}, learningRule: 'td-zero' }, {}],
  ['belief long', { architecture: 'belief-state', objective: {id:'discounted-return',parameters:{discount:.93}}, learningRule: 'td-zero' }, {trainingTrials: 15000, recordingTrials: 5000}],
  ['csc', tdCsc({learningRate:.1,discount:.93}), {}],
  ['csc.98', tdCsc({learningRate:.1,discount:.98}), {}],
  ['reset', tdCsc({learningRate:.1,discount:.93,resetAtReward:true}), {}],
  ['reset98', tdCsc({learningRate:.1,discount:.98,resetAtReward:true}), {}],
] as any) test(`sw ${name}`, () => {
  for (const seed of [1,2,3]) {
    const t0=performance.now();
    const f = run({ paradigm: {id:'starkweather-2017', parameters: par}, agent, seed });
    console.log(name, seed, ['task-1','task-2'].map((t)=>isis.map((i)=>r(at(f,`${t}-${i.toFixed(1)}s`,'rpe',i))).join(' ')), f.result.signatures.map(s=>s.measured?.toFixed(4)), Math.round(performance.now()-t0));
  }
}, 60000);
