/**
 * Vite plugin for tests and benchmarks: whoever imports the registry has every part, loaded. The program itself loads
 * those that it is asked for.
 * @returns {import('vite').Plugin}
 */
export function everyPart() {
  return {
    name: 'phasic-every-part',
    transform: {
      filter: { id: /\/src\/engine\/registry\.ts$/ },
      handler: (code) => ({
        code: `${code}
import { everyPart } from './every-part.ts';
import { ccnlabParadigm as makerOfData } from '../paradigms/ccnlab/paradigm.ts';
ofData = makerOfData;
for (const kind of kinds) for (const [path] of sources[kind].values()) keep(kind, path, everyPart[path]);
`,
        map: null,
      }),
    },
  };
}
