import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list } from '../src/engine/registry.ts';
import type { Row } from './measure.ts';
import { notAtHand, peerNamed } from './peers.ts';
import { againstUsage, alternated, usageText } from './spread.ts';
import { phasic, usageOf } from './usage.ts';

const rounds = 3;
const subjects = 10;
const limit = 20;

/** CCNLab's models, each with the agent that is most like it. */
const models = { 'rescorla-wagner': 'rescorla-wagner', kalman: 'kalman-td', td: 'td-csc' } as const;

/**
 * CCNLab's experiments, each model by CCNLab and by Phasic: all subjects, and the comparison with the published
 * results. Phasic judges findings too.
 */
export function ccnlab(root: string): readonly Row[] {
  const peer = peerNamed('ccnlab');
  const experiments = list('paradigms').flatMap(({ id }) => (id.startsWith('ccnlab-') ? [id] : []));
  const store = mkdtempSync(join(tmpdir(), 'phasic-ccnlab-'));
  const rows = Object.entries(models).map(([model, agent]): Row => {
    const cells = phasic(
      root,
      `bench --agents ${agent} --seeds ${subjects} --workers 1 --fresh --json --quiet`
        .split(' ')
        .concat('--paradigms', experiments.join(), '--store', store),
    );
    const what = `${experiments.length} experiments, ${agent}, ${subjects} subjects, one worker`;
    const ours = () => usageOf(root, cells);
    if (peer === undefined) {
      const found = alternated(rounds, { ours });
      return { what, measured: usageText(found.ours), against: `CCNLab ${notAtHand('ccnlab')}` };
    }
    const theirs = {
      program: peer.python,
      args: [join(root, 'bench/ccnlab_run.py'), peer.folder, model, `${subjects}`],
    };
    const found = alternated(rounds, { ours, theirs: () => usageOf(root, theirs) });
    return {
      what,
      measured: usageText(found.ours),
      against: `${againstUsage(found, `CCNLab's ${model}`)}; at least ${limit} x`,
    };
  });
  rmSync(store, { recursive: true });
  return rows;
}
