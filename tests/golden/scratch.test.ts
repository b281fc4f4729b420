import { test } from 'vitest';
import { run, tdCsc } from './experiment.ts';
import { list } from '../../src/engine/registry.ts';

const agents: Record<string, any> = {






  ...Object.fromEntries(list('agents').map((a) => [a.id, a.id])),
};
const only = process.env['P'];
for (const p of list('paradigms')) {
  if (only && p.id !== only) continue;
  for (const [name, agent] of Object.entries(agents)) {
    if (process.env['A'] && process.env['A'] !== name) continue;
    test(`${p.id} ${name}`, () => {
      const t0 = performance.now();
      try {
        const { result } = run({ paradigm: p.id, agent });
        console.log(`${p.id} | ${name} | ${Math.round(performance.now() - t0)} ms\n` + result.signatures.map((s) => `   ${s.pass ? 'P' : 'f'} ${s.id} ${s.measured?.toFixed(4)}`).join('\n'));
        if (process.env['S']) console.log(JSON.stringify(result.summaries.map((s) => ({ id: s.id, series: s.series, rec: s.recorded?.series }))));
      } catch (e) { console.log(`${p.id} | ${name} | ${e}`); }
    }, 60000);
  }
}
