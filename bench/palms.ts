import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from './measure.ts';
import { notAtHand, peerNamed, type Peer } from './peers.ts';
import { againstUsage, alternated, usageText } from './spread.ts';
import { phasic, usageOf } from './usage.ts';

const rounds = 3;
/** Random orders of a design: PALMS' own number for two of its designs is 500 and 1,500, which would take minutes. */
const mostOrders = 100;
const limit = 3;

/** The designs that PALMS ships, each run by PALMS and by Phasic: reading the file, its random orders, printing the averages. */
export function palms(root: string): readonly Row[] {
  const peer = peerNamed('palms');
  if (peer === undefined) return [{ what: "PALMS' own designs", measured: '', against: notAtHand('palms') }];
  const designs = join(peer.folder, 'Experiments');
  const folder = mkdtempSync(join(tmpdir(), 'phasic-palms-'));
  try {
    return readdirSync(designs)
      .filter((name) => name.endsWith('.rw'))
      .map((name) =>
        row(root, peer, { name, file: join(folder, name), text: readFileSync(join(designs, name), 'utf8') }),
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Design {
  readonly name: string;
  /** Where what both run is written. */
  readonly file: string;
  readonly text: string;
}

function row(root: string, { folder, python }: Peer, { name, file, text }: Design): Row {
  const orders = ordersOf(text);
  writeFileSync(file, withRescorlaWagner(text).replaceAll(/num_trials=\d+/g, `num_trials=${orders}`));
  const theirs = {
    program: python,
    args: ['Simulator.py', '--print-results', '--max-workers', '1', '--num-trials', `${orders}`, file],
    cwd: folder,
  };
  const ours = phasic(
    root,
    `run --agent rescorla-wagner --seeds ${orders} --workers 1 --json --quiet`.split(' ').concat(file),
  );
  const found = alternated(rounds, { ours: () => usageOf(root, ours), theirs: () => usageOf(root, theirs) });
  return {
    what: `${name}, Rescorla-Wagner, ${orders === 1 ? 'one order' : `${orders} random orders`}, one worker`,
    measured: usageText(found.ours),
    against: `${againstUsage(found, 'PALMS')}; at least ${limit} x`,
  };
}

/** PALMS' other models are not here. */
const withRescorlaWagner = (text: string): string =>
  text.replaceAll(/^(\s*@(?:model|adaptive_type)=).*$/gm, '$1Rescorla Wagner');

/** As many as the file asks for, at most `mostOrders`; one where nothing is random. */
function ordersOf(text: string): number {
  if (!/\brand\b/.test(text)) return 1;
  const asked = /num_trials=(\d+)/.exec(text)?.[1];
  return Math.min(mostOrders, asked === undefined ? mostOrders : Number(asked));
}
