import type { JSX } from 'react';
import { Button, Label, Slider, SliderThumb, SliderTrack, Switch } from 'react-aria-components';
import { control } from '../../store/current.ts';
import { gameSpeedOptions, optionOfGameSpeed, gameSpeedOfOption } from '../../store/control/game-speeds.ts';
import { useControl } from '../../store/control/control.ts';
import { Choice } from '../../ui/Choice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Segments } from '../../ui/Segments.tsx';

const players = [
  { id: 'agent', title: 'agent plays' },
  { id: 'you', title: 'you play' },
] as const;
const restart = (): void => {
  const { draft } = control.state.get();
  if (draft !== undefined) void control.edit(draft);
};

/** Moves the environment in time, looks back, hands control to a person, and saves the agent. */
export function GameTransport(): JSX.Element {
  const isClosed = useControl(control, ({ opened }) => opened === undefined);
  const speed = useControl(control, (state) => state.speed);
  const person = useControl(control, (state) => state.person);
  return (
    <footer className="transport" aria-label="transport">
      <RunButtons />
      <Choice
        className="speed"
        label="speed"
        placement="top start"
        options={gameSpeedOptions}
        chosen={optionOfGameSpeed(speed)}
        onChoose={(id) => void control.setSpeed(gameSpeedOfOption(id))}
      />
      <LookBack />
      <LearnSwitch />
      <Segments
        label="who plays"
        segments={players}
        chosen={person ? 'you' : 'agent'}
        onChoose={(who) => void control.setPerson(who === 'you')}
      />
      <div className="transport-files">
        <Button className="button" isDisabled={isClosed || person} onPress={() => void control.save()}>
          Save agent
        </Button>
      </div>
    </footer>
  );
}

/** Start again, look back, run and pause, one step. */
function RunButtons(): JSX.Element {
  const isClosed = useControl(control, ({ opened }) => opened === undefined);
  const running = useControl(control, (state) => state.running);
  return (
    <fieldset className="transport-buttons" aria-label="run">
      <IconButton icon="restart" label="Start again, with an untrained agent" isDisabled={isClosed} onPress={restart} />
      <IconButton
        icon="back"
        label="Look back one second"
        shortcut={'\u2190'}
        isDisabled={isClosed}
        onPress={() => control.lookBackBy(1)}
      />
      <IconButton
        className="run-button"
        icon={running ? 'pause' : 'run'}
        label={running ? 'Pause' : 'Run'}
        shortcut="Space"
        isDisabled={isClosed}
        onPress={() => void control.toggle()}
      />
      <IconButton
        icon="step"
        label="One step"
        shortcut={'\u2192'}
        isDisabled={isClosed}
        onPress={() => void control.step()}
      />
    </fieldset>
  );
}

/** Whether the agent learns; while a person plays, whether it does afterwards. */
function LearnSwitch(): JSX.Element {
  const isClosed = useControl(control, ({ opened }) => opened === undefined);
  const learns = useControl(control, (state) => state.learns);
  const person = useControl(control, (state) => state.person);
  return (
    <Switch
      className="flag transport-switch"
      isSelected={learns}
      isDisabled={isClosed}
      onChange={(on) => void control.setLearns(on)}
    >
      <span>{person ? 'agent learns afterwards' : 'agent learns'}</span>
      <span className="flag-track" aria-hidden="true" />
    </Switch>
  );
}

/** Of the environment's clock. */
const secondsText = (seconds: number): string =>
  `${seconds < 100 ? Number(seconds.toFixed(1)) : Math.round(seconds).toLocaleString('en-GB')} s`;

/** Over the last displayed minute. */
function LookBack(): JSX.Element {
  const back = useControl(control, (state) => state.back);
  const running = useControl(control, (state) => state.running);
  const stepSeconds = useControl(control, (state) => state.opened?.stepSeconds ?? 0);
  useControl(control, (state) => state.told);
  const last = Math.max(1, control.history.length - 1);
  return (
    <Slider
      className="look-back"
      minValue={0}
      maxValue={last}
      value={last - Math.min(back, last)}
      isDisabled={control.history.length < 2}
      onChange={(value) => control.lookBack(last - value)}
    >
      <Label className="visually-hidden">look back over the last minute</Label>
      <SliderTrack className="look-back-track">
        <SliderThumb className="look-back-thumb" />
      </SliderTrack>
      <span className="soft numeral look-back-time">
        {back === 0 ? (running ? 'live' : 'now') : `${secondsText(control.history.ticksBack(back) * stepSeconds)} ago`}
      </span>
    </Slider>
  );
}
