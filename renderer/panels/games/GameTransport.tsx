import type { JSX } from 'react';
import { Button, Label, Slider, SliderThumb, SliderTrack, ToggleButton } from 'react-aria-components';
import { play } from '../../store/current.ts';
import { gameSpeedOptions, optionOfGameSpeed, gameSpeedOfOption } from '../../store/play/game-speeds.ts';
import { usePlay } from '../../store/play/play.ts';
import { Choice } from '../../ui/Choice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';

const backFrames = 60;
const restart = (): void => {
  const { draft } = play.state.get();
  if (draft !== undefined) void play.edit(draft);
};

/** Moves the world in time, looks back, hands the keys to a person, and keeps the agent. */
export function GameTransport(): JSX.Element {
  const isClosed = usePlay(play, ({ opened }) => opened === undefined);
  const running = usePlay(play, (state) => state.running);
  const speed = usePlay(play, (state) => state.speed);
  const learns = usePlay(play, (state) => state.learns);
  const person = usePlay(play, (state) => state.person);
  return (
    <footer className="transport" aria-label="transport">
      <fieldset className="transport-buttons" aria-label="run">
        <IconButton icon="restart" label="Begin anew, with an agent that knows nothing" isDisabled={isClosed} onPress={restart} />
        <IconButton icon="back" label="Look back one second" shortcut={'\u2190'} isDisabled={isClosed} onPress={() => play.lookBack(play.state.get().back + backFrames)} />
        <IconButton className="run-button" icon={running ? 'pause' : 'run'} label={running ? 'Pause' : 'Run'} shortcut="Space" isDisabled={isClosed} onPress={() => void play.toggle()} />
        <IconButton icon="step" label="One step" shortcut={'\u2192'} isDisabled={isClosed} onPress={() => void play.step()} />
      </fieldset>
      <Choice className="speed" label="speed" placement="top start" options={gameSpeedOptions} chosen={optionOfGameSpeed(speed)} onChoose={(id) => void play.setSpeed(gameSpeedOfOption(id))} />
      <LookBack />
      <ToggleButton className="button" isSelected={learns} isDisabled={isClosed || person} onChange={(on) => void play.setLearns(on)}>
        {learns ? 'learns' : 'does not learn'}
      </ToggleButton>
      <ToggleButton className="button" isSelected={person} isDisabled={isClosed} onChange={(on) => void play.setPerson(on)}>
        {person ? 'hand back' : 'you play'}
      </ToggleButton>
      {person ? <KeyHints /> : null}
      <div className="transport-files">
        <Button className="button" isDisabled={isClosed} onPress={() => void play.save()}>
          Save agent
        </Button>
      </div>
    </footer>
  );
}

/** Over the last minute of what was shown. */
function LookBack(): JSX.Element {
  const back = usePlay(play, (state) => state.back);
  const running = usePlay(play, (state) => state.running);
  usePlay(play, (state) => state.steps);
  const last = Math.max(1, play.history.length - 1);
  return (
    <Slider className="look-back" minValue={0} maxValue={last} value={last - Math.min(back, last)} isDisabled={play.history.length < 2} onChange={(value) => play.lookBack(last - value)}>
      <Label className="visually-hidden">look back over the last minute</Label>
      <SliderTrack className="look-back-track">
        <SliderThumb className="look-back-thumb" />
      </SliderTrack>
      <span className="soft numeral look-back-time">{back === 0 ? (running ? 'live' : 'now') : `${back} frames back`}</span>
    </Slider>
  );
}

function KeyHints(): JSX.Element {
  const actions = usePlay(play, (state) => state.opened?.actions);
  const hints = actions === undefined ? [] : actions.kind === 'discrete' ? actions.actions.flatMap(({ title, keys }) => (keys?.[0] === undefined ? [] : [{ key: keys[0], title }])) : (actions.keys ?? []).map(({ code, value }) => ({ key: code, title: String(value) }));
  return (
    <span className="key-hints">
      {hints.map(({ key, title }) => (
        <span key={key}>
          <kbd>{keyName(key)}</kbd> {title}
        </span>
      ))}
      <span>
        <kbd>Esc</kbd> hand back
      </span>
    </span>
  );
}

const keyNames: Readonly<Record<string, string>> = { ArrowLeft: '\u2190', ArrowRight: '\u2192', ArrowUp: '\u2191', ArrowDown: '\u2193' };
const keyName = (code: string): string => keyNames[code] ?? code.replace(/^Key|^Digit/, '');
