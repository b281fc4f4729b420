import { useSyncExternalStore, type JSX } from 'react';
import { Button } from 'react-aria-components';
import { useApp } from '../store/app-state.ts';
import { longWork } from '../store/long-work.ts';

/** Long requests in progress, each with a way to stop it. */
export function LongWorks(): JSX.Element {
  const works = useSyncExternalStore(longWork.subscribe, () => longWork.get().works);
  const workspace = useApp((state) => state.workspace);
  const elsewhere = works.filter(({ shownIn }) => shownIn !== workspace);
  return (
    <div className="long-works" role="status">
      {elsewhere.map(({ id, title, share, stop }) => (
        <div key={id} className="long-work">
          <span>{title}</span>
          <progress aria-label={title} {...(share === undefined ? {} : { value: share })} />
          <Button className="text-button" onPress={stop}>
            Stop
          </Button>
        </div>
      ))}
    </div>
  );
}
