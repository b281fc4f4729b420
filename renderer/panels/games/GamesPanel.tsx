import { useEffect, type JSX } from 'react';
import { control } from '../../store/current.ts';
import { GameCards } from './GameCards.tsx';
import { GameCentre } from './GameCentre.tsx';
import { GameTransport } from './GameTransport.tsx';
import { usePersonKeys } from './use-person-keys.ts';
import { WorldGallery } from './WorldGallery.tsx';

/**
 * Acting agents with their dopamine signals: environments on the left, the current one in the middle, the agent's parts
 * on the right.
 */
export function GamesPanel(): JSX.Element {
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
