import type { ControlRun } from '../session/control/start-run.ts';
import type { TrainProgress } from '../session/control/train.ts';
import { shortNumber } from '../core/short-number.ts';
import { clockTime, progressBar, writeLine } from './output.ts';

/** One line on a terminal's standard error: progress, speed, return, and backend; silent without a terminal. */
export function trainProgress(run: ControlRun): { show(progress: TrainProgress): void; clear(): void } {
  return { show: (progress) => writeLine(progressText(progress, run.session.backend)), clear: () => writeLine('') };
}

function progressText(progress: TrainProgress, backend: string): string {
  const { steps, planned, stepsPerSecond, meanReturn, diagnostics, secondsLeft } = progress;
  const parts = [
    `${progressBar(steps / planned)} ${steps.toLocaleString('en-US')} of ${planned.toLocaleString('en-US')}`,
    `${Math.round(stepsPerSecond).toLocaleString('en-US')} steps/s`,
    ...(Number.isNaN(meanReturn) ? [] : [`return ${shortNumber(meanReturn)}`]),
    ...(diagnostics['loss'] === undefined ? [] : [`loss ${shortNumber(diagnostics['loss'])}`]),
    `${clockTime(secondsLeft)} left`,
    backend,
  ];
  return parts.join(', ');
}
