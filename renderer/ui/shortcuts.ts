import { appState } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { nextSpeed } from '../store/speeds.ts';

interface Shortcut {
  /** As printed. */
  readonly keys: readonly string[];
  readonly text: string;
  /** Values of KeyboardEvent.key. */
  readonly codes: readonly string[];
  /** undefined: handled where the shortcuts are listened to. */
  readonly act?: () => void;
}

export const shortcuts: readonly Shortcut[] = [
  { keys: ['Space'], codes: [' '], text: 'run or pause', act: () => void experiment.toggle() },
  { keys: ['\u2192'], codes: ['ArrowRight'], text: 'step one trial', act: () => void experiment.step() },
  { keys: ['\u2190'], codes: ['ArrowLeft'], text: 'back one trial', act: () => void experiment.back() },
  { keys: ['Home'], codes: ['Home'], text: 'run from the start', act: () => void experiment.restart() },
  { keys: ['End'], codes: ['End'], text: 'run to the end', act: () => void experiment.runToEnd() },
  { keys: ['+'], codes: ['+', '='], text: 'faster', act: () => void experiment.setSpeed(nextSpeed(appState.get().speed, 1)) },
  { keys: ['\u2212'], codes: ['-'], text: 'slower', act: () => void experiment.setSpeed(nextSpeed(appState.get().speed, -1)) },
  { keys: ['/'], codes: ['/'], text: 'search experiments', act: () => document.querySelector<HTMLElement>('#search')?.focus() },
  { keys: ['?'], codes: ['?'], text: 'this list' },
];
