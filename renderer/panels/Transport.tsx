import type { JSX } from 'react';
import { useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { Choice } from '../ui/Choice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { OpenSpec } from './OpenSpec.tsx';
import { RunHash } from './RunHash.tsx';
import { Scrubber } from './Scrubber.tsx';
import { SeedField } from './SeedField.tsx';
import { speedOptions, speedOfOption, optionOfSpeed } from '../store/speeds.ts';

/** Moves the session in time, and keeps what it gave. */
export function Transport(): JSX.Element {
  const state = useApp(({ standing }) => standing?.state);
  const trialsDone = useApp(({ standing }) => standing?.trialsDone ?? 0);
  const trials = useApp(({ opened }) => opened?.trials ?? 0);
  const speed = useApp((app) => app.speed);
  const isClosed = state === undefined;
  const isRunning = state === 'running';
  return (
    <footer className="transport" aria-label="transport">
      <div className="transport-buttons" role="group" aria-label="run">
        <IconButton icon="restart" label="Run from the start" shortcut="Home" isDisabled={isClosed} onPress={() => void experiment.restart()} />
        <IconButton icon="back" label="Back one trial" shortcut={'\u2190'} isDisabled={isClosed || trialsDone === 0} onPress={() => void experiment.back()} />
        <IconButton className="run-button" icon={isRunning ? 'pause' : 'run'} label={isRunning ? 'Pause' : 'Run'} shortcut="Space" isDisabled={isClosed} onPress={() => void experiment.toggle()} />
        <IconButton icon="step" label="Step one trial" shortcut={'\u2192'} isDisabled={isClosed || trialsDone === trials} onPress={() => void experiment.step()} />
        <IconButton icon="end" label="Run to the end" shortcut="End" isDisabled={isClosed || trialsDone === trials} onPress={() => void experiment.runToEnd()} />
      </div>
      <Choice className="speed" label="speed" placement="top start" options={speedOptions} chosen={optionOfSpeed(speed)} onChoose={(id) => void experiment.setSpeed(speedOfOption(id))} />
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
