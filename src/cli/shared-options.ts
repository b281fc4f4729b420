import type { Option } from './option.ts';

/** Options that mean the same in every command that has them. */
const table = {
  set: { type: 'string', multiple: true, value: 'NAME=VALUE', help: 'a parameter of any part; may be repeated' },
  seed: { type: 'string', value: 'N', help: 'seed of every random stream (default 1)' },
  seeds: { type: 'string', value: 'N', help: 'number of seeds, counted from --seed (default 1)' },
  workers: {
    type: 'string',
    value: 'N',
    help: 'threads for many seeds or cells (default: as many as pay, at most all cores)',
  },
  backend: { type: 'string', value: 'NAME', help: 'what computes: auto, or a backend that `phasic doctor` lists' },
  json: { type: 'boolean', help: 'print one JSON object, and nothing else, on standard output' },
  'recorded-means': {
    type: 'boolean',
    help: 'with --json: the means of the recording too, mean over its units (drawing them may take longer than the run)',
  },
  csv: { type: 'string', value: 'FILE', help: 'save the results as a table, and what it is in FILE.json' },
  figure: { type: 'string', value: 'FILE', help: 'save the figure: as FILE.svg, FILE.png or FILE.pdf' },
  trials: {
    type: 'string',
    value: 'FILE.csv',
    help: 'save the log likelihood of each trial under each model: which trials speak for which (with --blocks, as kept out)',
  },
  'trials-figure': {
    type: 'string',
    value: 'FILE',
    help: 'save the figure of it: differences added from trial to trial, as FILE.svg, FILE.png or FILE.pdf',
  },
  units: {
    type: 'string',
    value: 'all | ID,ID',
    help: 'units of the agent to save and to draw; `phasic show ID` names them',
  },
  nwb: {
    type: 'string',
    value: 'FILE.nwb',
    help: 'save the session as NWB: what was recorded, RPE and value, trials, events and spec',
  },
  parquet: {
    type: 'string',
    value: 'FILE.parquet',
    help: 'save the session as a table, with the spec in its metadata',
  },
  npz: { type: 'string', value: 'FILE.npz', help: 'save the session as arrays for NumPy, with the spec in `phasic`' },
  spec: { type: 'string', value: 'FILE', help: 'save the complete spec, to run it again' },
  save: { type: 'boolean', help: 'save every step in the runs folder, for `phasic verify`' },
  runs: {
    type: 'string',
    value: 'FOLDER',
    help: 'the runs folder (default $PHASIC_RUNS, else Phasic/runs in the home folder)',
  },
  port: { type: 'string', value: 'N', help: 'port on 127.0.0.1; 0 takes any free one' },
} as const satisfies Readonly<Record<string, Option>>;

export type SharedOption = keyof typeof table;

/** The options of these names. */
export const sharedOptions = (...names: readonly SharedOption[]): Readonly<Record<string, Option>> =>
  Object.fromEntries(names.map((name) => [name, table[name]]));

/** Options that every command has. */
export const commonOptions: Readonly<Record<string, Option>> = {
  quiet: { type: 'boolean', short: 'q', help: 'no progress and no notes on standard error; errors are still told' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
};
