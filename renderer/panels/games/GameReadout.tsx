import { useEffect, useRef, type JSX } from 'react';
import type { PlayFrame, PlayOpened } from '../../../src/protocol/messages.ts';
import { frames, play } from '../../store/current.ts';
import { usePlay } from '../../store/play/play.ts';
import { ChannelStrip } from './ChannelStrip.tsx';

/** Numbers of the step that is shown, and how inclined the agent is to each action. Written once a frame, past React. */
export function GameReadout(): JSX.Element | null {
  const opened = usePlay(play, (state) => state.opened);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (opened === undefined) return undefined;
    let written = '';
    return frames.add(() => {
      const { back } = play.state.get();
      const now = `${play.history.version} ${back}`;
      const news = play.history.frame(back);
      if (now === written || news === undefined || place.current === null) return;
      written = now;
      write(place.current, opened, news.frame);
    });
  }, [opened]);
  if (opened === undefined) return null;
  const { actions } = opened;
  return (
    <div ref={place} className="game-readout">
      <dl className="game-numbers numeral">
        {[
          ['rpe', 'RPE'],
          ['value', 'value'],
          ['reward', 'reward'],
          ['return', 'return'],
          ['episode', 'episode'],
          ['happened', 'event'],
        ].map(([name, title]) => (
          <div key={name} className={name === 'happened' || name === 'episode' ? 'game-wide' : ''}>
            <dt>{title}</dt>
            <dd data-number={name}> </dd>
          </div>
        ))}
      </dl>
      <ul className="policy" aria-label="policy: probability of each action in the state that is drawn; the one that is chosen is marked">
        {actions.kind === 'discrete' ? (
          actions.actions.map(({ id, title }, i) => (
            <li key={id} data-action={i}>
              <span className="policy-name">{title}</span>
              <span className="policy-bar">
                <i />
              </span>
              <span className="policy-number numeral" />
            </li>
          ))
        ) : (
          <li data-action="real">
            <span className="policy-name">{actions.title}</span>
            <span className="policy-number numeral" />
          </li>
        )}
      </ul>
      {opened.channels > 1 ? <ChannelStrip channels={opened.channels} /> : null}
    </div>
  );
}

const short = (value: number | null): string => (value === null ? '\u2013' : String(Number(value.toPrecision(3))).replace('-', '\u2212'));

function write(place: HTMLElement, { actions, events }: PlayOpened, frame: PlayFrame): void {
  const numbers: Readonly<Record<string, string>> = {
    rpe: short(frame.rpe),
    value: short(frame.value),
    reward: short(frame.reward),
    return: short(frame.episodeReturn),
    episode: `${frame.episode}, step ${frame.episodeSteps}`,
    happened: frame.happened.map((i) => events[i]?.title).join(', ') || '\u2013',
  };
  for (const cell of place.querySelectorAll<HTMLElement>('[data-number]')) cell.textContent = numbers[cell.dataset['number'] ?? ''] ?? '';
  for (const row of place.querySelectorAll<HTMLElement>('[data-action]')) {
    const number = row.querySelector('.policy-number') as HTMLElement;
    if (actions.kind === 'continuous') {
      number.textContent = `${short(frame.chosen)}${actions.unit === undefined ? '' : ` ${actions.unit}`}`;
      continue;
    }
    const action = Number(row.dataset['action']);
    const probability = frame.policy[action] ?? 0;
    number.textContent = probability.toFixed(2);
    (row.querySelector('i') as HTMLElement).style.width = `${100 * probability}%`;
    row.classList.toggle('chosen', frame.chosen === action);
  }
}
