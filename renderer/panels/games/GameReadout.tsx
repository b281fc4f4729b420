import { useEffect, useRef, type JSX } from 'react';
import type { ActionSpace } from '../../../src/contracts/control-env.ts';
import type { ControlFrame, ControlOpened } from '../../../src/protocol/steps.ts';
import { frames, control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { ChannelStrip } from './ChannelStrip.tsx';

/** The result of the last step, and the agent's values in the new state. Written once per frame, bypassing React. */
export function GameReadout(): JSX.Element | null {
  const opened = useControl(control, (state) => state.opened);
  const person = useControl(control, (state) => state.person);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (opened === undefined) return undefined;
    let written = '';
    return frames.add(() => {
      const { back } = control.state.get();
      const now = `${control.history.version} ${back}`;
      const news = control.history.frame(back);
      if (now === written || news === undefined || place.current === null) return;
      written = now;
      write(place.current, opened, news.frame);
    });
  }, [opened]);
  if (opened === undefined) return null;
  return (
    <div ref={place} className="game-readout">
      <section aria-label="last step">
        <h3>last step</h3>
        <Numbers names={stepNumbers} />
      </section>
      <section aria-label="this state">
        <h3>this state</h3>
        <Numbers names={stateNumbers} />
        <p className="soft" data-choice={person ? 'person' : 'agent'}>
          {' '}
        </p>
        <Policy actions={opened.actions} />
      </section>
      {opened.channels > 1 ? <ChannelStrip channels={opened.channels} /> : null}
    </div>
  );
}

const stepNumbers = [
  ['done', 'done', 'The action taken, which with sticky actions is not always the one chosen'],
  ['happened', 'event', 'What happened'],
  ['reward', 'reward', 'Reward of this step'],
  ['rpe', 'RPE', '\u03B4 = r + \u03B3 V(this state) \u2212 V(the state before)'],
] as const;
const stateNumbers = [
  ['episode', 'episode', 'Number of the episode, and its steps so far'],
  ['return', 'return', 'Sum of the episode\u2019s rewards so far'],
  ['value', 'value', 'V(this state): what the agent expects from here on'],
] as const;

function Numbers({ names }: { readonly names: readonly (readonly [string, string, string])[] }): JSX.Element {
  return (
    <dl className="game-numbers numeral">
      {names.map(([name, title, help]) => (
        <div key={name} title={help}>
          <dt>{title}</dt>
          <dd data-number={name}> </dd>
        </div>
      ))}
    </dl>
  );
}

function Policy({ actions }: { readonly actions: ActionSpace }): JSX.Element {
  if (actions.kind === 'continuous')
    return (
      <p className="policy numeral" data-action="real">
        {' '}
      </p>
    );
  return (
    <ul className="policy" aria-label="policy: probability of each action in this state; the chosen one is marked">
      {actions.actions.map(({ id, title }, i) => (
        <li key={id} data-action={i}>
          <span className="policy-name">{title}</span>
          <span className="policy-bar">
            <i />
          </span>
          <span className="policy-number numeral" />
        </li>
      ))}
    </ul>
  );
}

const short = (value: number | null): string =>
  value === null ? '\u2013' : String(Number(value.toPrecision(3))).replace('-', '\u2212');

function actionName(actions: ActionSpace, action: number | null): string {
  if (action === null || actions.kind === 'continuous')
    return `${short(action)}${action === null || actions.kind === 'discrete' || actions.unit === undefined ? '' : ` ${actions.unit}`}`;
  return actions.actions[action]?.title ?? '';
}

function write(place: HTMLElement, { actions, events }: ControlOpened, frame: ControlFrame): void {
  const numbers: Readonly<Record<string, string>> = {
    done: actionName(actions, frame.action),
    rpe: short(frame.rpe),
    value: short(frame.value),
    reward: short(frame.reward),
    return: short(frame.episodeReturn),
    episode: `${frame.episode}, step ${frame.episodeSteps}`,
    happened: frame.happened.map((i) => events[i]?.title).join(', ') || '\u2013',
  };
  for (const cell of place.querySelectorAll<HTMLElement>('[data-number]'))
    cell.textContent = numbers[cell.dataset['number'] ?? ''] ?? '';
  const choice = place.querySelector('[data-choice]') as HTMLElement | null;
  if (choice !== null)
    choice.textContent =
      frame.chosen === null
        ? 'The episode has ended.'
        : choice.dataset['choice'] === 'person'
          ? 'The agent would choose; your key is marked:'
          : 'Chosen from the policy:';
  for (const row of place.querySelectorAll<HTMLElement>('[data-action]')) {
    if (actions.kind === 'continuous') row.textContent = `${actions.title} ${actionName(actions, frame.chosen)}`;
    else writeAction(row, frame);
  }
}

function writeAction(row: HTMLElement, { policy, chosen }: ControlFrame): void {
  const action = Number(row.dataset['action']);
  const probability = policy[action];
  (row.querySelector('.policy-number') as HTMLElement).textContent =
    probability === undefined ? '\u2013' : probability.toFixed(2);
  (row.querySelector('i') as HTMLElement).style.width = `${100 * (probability ?? 0)}%`;
  row.classList.toggle('chosen', chosen === action);
}
