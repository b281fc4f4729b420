import type { JSX } from 'react';
import { useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { optionOfSpeed, speedOfOption, speedOptions } from '../store/speeds.ts';
import { Choice } from '../ui/Choice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { OpenSpec } from './OpenSpec.tsx';
import { RunHash } from './RunHash.tsx';
import { Scrubber } from './Scrubber.tsx';
import { SeedField } from './SeedField.tsx';

const restart = (): void => void experiment.restart();
const back = (): void => void experiment.back();
const toggle = (): void => void experiment.toggle();
const step = (): void => void experiment.step();
const runToEnd = (): void => void experiment.runToEnd();
const chooseSpeed = (id: string): void => void experiment.setSpeed(speedOfOption(id));

/** Moves the session in time, and saves it. */
export function Transport(): JSX.Element {
  const isClosed = useApp(({ status }) => status === undefined);
  const isRunning = useApp(({ status }) => status?.state === 'running');
  const isAtStart = useApp(({ status }) => status === undefined || status.trialsDone === 0);
  const isAtEnd = useApp(({ status, opened }) => status === undefined || status.trialsDone === opened?.trials);
  const speed = useApp((app) => app.speed);
  return (
    <footer className="transport" aria-label="transport">
      <fieldset className="transport-buttons" aria-label="run">
        <IconButton icon="restart" label="Run from the start" shortcut="Home" isDisabled={isClosed} onPress={restart} />
        <IconButton icon="back" label="Back one trial" shortcut={'\u2190'} isDisabled={isAtStart} onPress={back} />
        <IconButton
          className="run-button"
          icon={isRunning ? 'pause' : 'run'}
          label={isRunning ? 'Pause' : 'Run'}
          shortcut="Space"
          isDisabled={isClosed}
          onPress={toggle}
        />
        <IconButton icon="step" label="Step one trial" shortcut={'\u2192'} isDisabled={isAtEnd} onPress={step} />
        <IconButton icon="end" label="Run to the end" shortcut="End" isDisabled={isAtEnd} onPress={runToEnd} />
      </fieldset>
      <Choice
        className="speed"
        label="speed"
        placement="top start"
        options={speedOptions}
        chosen={optionOfSpeed(speed)}
        onChoose={chooseSpeed}
      />
      <Scrubber />
      <SeedField />
      <RunHash />
      <div className="transport-files">
        <OpenSpec />
        <ExportMenu />
      </div>
    </footer>
  );
}
