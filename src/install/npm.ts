import { runTool } from './run-tool.ts';

/**
 * Runs npm.
 * @throws InputError with its error message
 */
export function runNpm(args: readonly string[], failure: string, where: string): Promise<void> {
  // npm passes its path to the programs that it runs; on Windows there is no executable with this name.
  const npm = process.env['npm_execpath'];
  const quiet = [...args, '--loglevel=error', '--ignore-scripts'];
  return npm === undefined
    ? runTool('npm', quiet, failure, where)
    : runTool(process.execPath, [npm, ...quiet], failure, where);
}
