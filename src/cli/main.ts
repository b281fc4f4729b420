import { didYouMean, InputError } from '../core/errors.ts';
import { commandHelp, parseCommandLine, type Command } from './command.ts';
import { listenForInterrupts } from './interruption.ts';
import { note, printResult, textTable } from './output.ts';
import { version } from '../install/version.ts';

/** Loaded when asked for, so that `run` does not wait for what only `serve` needs. */
const commands: Readonly<
  Record<
    string,
    {
      readonly summary: string;
      /** Takes long, and says what is kept when it is stopped. */ readonly isLong?: true;
      load(): Promise<{ default: Command }>;
    }
  >
> = {
  run: { summary: 'run an experiment', isLong: true, load: () => import('./commands/run.ts') },
  bench: {
    summary: 'run every paradigm with every agent: the table of who explains what',
    isLong: true,
    load: () => import('./commands/bench.ts'),
  },
  compare: {
    summary: 'run two or more agents through the same trials and show where they differ',
    load: () => import('./commands/compare.ts'),
  },
  sweep: {
    summary: 'run an experiment with many animals that differ in some parameters',
    isLong: true,
    load: () => import('./commands/sweep.ts'),
  },
  train: {
    summary: 'let an agent learn in a game, a control task, a maze or a bandit',
    isLong: true,
    load: () => import('./commands/train.ts'),
  },
  watch: { summary: 'open a trained agent in its world', load: () => import('./commands/watch.ts') },
  replay: {
    summary: 'compare a world with recorded trajectories, step by step',
    load: () => import('./commands/replay.ts'),
  },
  list: { summary: 'list paradigms, agents and everything else there is', load: () => import('./commands/list.ts') },
  verify: { summary: 'recompute a saved run and compare every byte', load: () => import('./commands/verify.ts') },
  start: {
    summary: 'open the app (in Electron, or in the browser where Electron is missing)',
    load: () => import('./commands/start.ts'),
  },
  serve: { summary: 'serve the app to a browser on this machine', load: () => import('./commands/serve.ts') },
  doctor: { summary: 'say what is installed and what works', load: () => import('./commands/doctor.ts') },
  'setup-tensorflow': {
    summary: 'bring TensorFlow, for large networks and GPUs',
    load: () => import('./commands/setup-tensorflow.ts'),
  },
  'setup-webgpu': {
    summary: 'bring WebGPU, for graphics cards of any maker',
    load: () => import('./commands/setup-webgpu.ts'),
  },
};

const badInput = 2;

/** @returns the exit code: 0 done, 1 something that was checked is not as it should be, 2 bad input */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await dispatch(argv);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    note(`phasic: ${error.message}`);
    return badInput;
  }
}

async function dispatch([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return overview();
  if (name === '--version' || name === '-v') {
    printResult(version);
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined)
    throw new InputError(`unknown command '${name}'`, 'phasic', didYouMean(name, Object.keys(commands)));
  if (entry.isLong === true) listenForInterrupts(name);
  const { default: command } = await entry.load();
  const args = parseCommandLine(command, rest);
  if (args.on('help')) {
    printResult(commandHelp(command, args.positionals));
    return 0;
  }
  return command.run(args);
}

function overview(): number {
  const rows = Object.entries(commands).map(([name, { summary }]) => [`  ${name}`, summary]);
  printResult(
    `phasic ${version}: dopamine reward prediction errors, simulated and beside the recordings\n\n${textTable(rows)}\n\nphasic COMMAND --help says more. A first run: phasic run schultz-1997`,
  );
  return 0;
}
