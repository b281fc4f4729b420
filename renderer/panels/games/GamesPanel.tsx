import { useEffect, type JSX } from 'react';
import { control } from '../../store/current.ts';
import { GameCards } from './GameCards.tsx';
import { GameCentre } from './GameCentre.tsx';
import { GameTransport } from './GameTransport.tsx';
import { usePersonKeys } from './use-person-keys.ts';
import { WorldGallery } from './WorldGallery.tsx';

/** Agents that learn games, with their dopamine: worlds on the left, what happens in the middle, what the agent is made of on the right. */
export default function GamesPanel(): JSX.Element {
  useEffect(() => () => void (control.state.get().running ? control.toggle() : undefined), []);
  usePersonKeys();
  return (
    <>
      <WorldGallery />
      <GameCentre />
      <GameCards />
      <GameTransport />
    </>
  );
}
