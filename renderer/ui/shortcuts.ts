import { appState } from '../store/app-state.ts';
import { experiment, control } from '../store/current.ts';
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

const isGame = (): boolean => appState.get().workspace === 'games';

/** The object moved by the run keys: the experiment, or the environment. */
const current = (): Pick<typeof experiment, 'toggle' | 'step'> => (isGame() ? control : experiment);

function back(): void {
  if (isGame()) control.lookBackBy(1);
  else void experiment.back();
}

function inExperiments(act: () => Promise<void>): void {
  if (!isGame()) void act();
}

export const shortcuts: readonly Shortcut[] = [
  { keys: ['Space'], codes: [' '], text: 'run or pause', act: () => void current().toggle() },
  {
    keys: ['\u2192'],
    codes: ['ArrowRight'],
    text: 'step one trial, or one step of an environment',
    act: () => void current().step(),
  },
  { keys: ['\u2190'], codes: ['ArrowLeft'], text: 'back one trial, or look back a second', act: back },
  { keys: ['Home'], codes: ['Home'], text: 'run from the start', act: () => inExperiments(() => experiment.restart()) },
  { keys: ['End'], codes: ['End'], text: 'run to the end', act: () => inExperiments(() => experiment.runToEnd()) },
  {
    keys: ['+'],
    codes: ['+', '='],
    text: 'faster',
    act: () => inExperiments(() => experiment.setSpeed(nextSpeed(appState.get().speed, 1))),
  },
  {
    keys: ['\u2212'],
    codes: ['-'],
    text: 'slower',
    act: () => inExperiments(() => experiment.setSpeed(nextSpeed(appState.get().speed, -1))),
  },
  {
    keys: ['/'],
    codes: ['/'],
    text: 'search experiments or environments',
    act: () => document.querySelector<HTMLElement>('#search')?.focus(),
  },
  { keys: ['?'], codes: ['?'], text: 'this list' },
];
