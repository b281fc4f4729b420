import { runTool } from './run-tool.ts';

/**
 * Runs npm, wherever it is.
 * @throws InputError with what it complains of
 */
export function runNpm(args: readonly string[], failure: string, where: string): Promise<void> {
  // npm gives its path to the programs it runs; on Windows there is no executable of this name.
  const npm = process.env['npm_execpath'];
  const quiet = [...args, '--loglevel=error', '--ignore-scripts'];
  return npm === undefined
    ? runTool('npm', quiet, failure, where)
    : runTool(process.execPath, [npm, ...quiet], failure, where);
}
