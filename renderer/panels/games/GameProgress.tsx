import type { JSX } from 'react';
import type { PersonEpisode, ControlProgress } from '../../../src/protocol/steps.ts';
import { control } from '../../store/current.ts';
import { paceText } from '../../store/control/pace.ts';
import { useControl } from '../../store/control/control.ts';

const count = (value: number, one: string, many: string): string =>
  `${value.toLocaleString('en-GB')} ${value === 1 ? one : many}`;
const short = (value: number, digits: number): string =>
  String(Number(value.toPrecision(digits))).replace('-', '\u2212');

/** The progress of the agent, or of the person who plays; announced from time to time. */
export function GameProgress(): JSX.Element {
  useControl(control, (state) => state.told);
  const running = useControl(control, (state) => state.running);
  const speed = useControl(control, (state) => state.speed);
  const opened = useControl(control, (state) => state.opened);
  const news = control.history.frame(0);
  if (news === undefined || opened === undefined) return <p>not begun</p>;
  const ticks = control.pace.ticksPerSecond;
  const pace = running ? paceText(speed, ticks === undefined ? undefined : ticks * opened.stepSeconds) : 'paused';
  const parts =
    news.person === undefined ? agentParts(news, pace, opened.spec.worlds) : personParts(news.person, news, pace);
  const text = parts.join(' \u00B7 ');
  // If it is too long for its line, it is shown on hover.
  return (
    <p className="numeral" title={text}>
      {text}
    </p>
  );
}

function agentParts(
  { steps, episodes, meanReturn, stepsPerSecond, diagnostics, backend }: ControlProgress,
  pace: string,
  worlds: number,
): readonly string[] {
  return [
    count(steps, 'step', 'steps'),
    count(episodes, 'episode', 'episodes'),
    ...(meanReturn === null ? [] : [`mean return ${short(meanReturn, 3)}`]),
    pace,
    ...(stepsPerSecond === 0 ? [] : [`computing ${Math.round(stepsPerSecond).toLocaleString('en-GB')} steps/s`]),
    ...(diagnostics['loss'] === undefined ? [] : [`loss ${short(diagnostics['loss'], 2)}`]),
    worlds === 1 ? 'one environment' : `${worlds} environments, one shown`,
    backend,
  ];
}

function personParts(
  { steps, episodes, meanReturn }: PersonEpisode,
  agent: ControlProgress,
  pace: string,
): readonly string[] {
  return [
    'you play',
    count(steps, 'step', 'steps'),
    count(episodes, 'episode', 'episodes'),
    ...(meanReturn === null ? [] : [`mean return ${short(meanReturn, 3)}`]),
    pace,
    ...(agent.meanReturn === null ? [] : [`to beat: ${short(agent.meanReturn, 3)}, the agent\u2019s mean return`]),
  ];
}
