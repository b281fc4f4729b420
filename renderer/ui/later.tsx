import { useEffect, useState, type ComponentType, type JSX, type ReactNode } from 'react';

/** A component whose file is loaded when it is first shown, or before. */
export interface Later<P = object> {
  (properties: P): JSX.Element;
  /** Loads it ahead, so that it is shown at once. */
  preload(): void;
}

/**
 * Not React's lazy(): that shows a component a moment late although it is loaded, and holds one back that was.
 * @param load resolves once its styles are there too
 * @param instead shown until then, in the same place and size
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, instead: ReactNode): Later<P> {
  let Loaded: ComponentType<P> | undefined;
  let loading: Promise<void> | undefined;
  const loaded = (): Promise<void> =>
    (loading ??= load().then(
      (component) => void (Loaded = component),
      (error: unknown) => {
        // Asked for again when it is shown again.
        loading = undefined;
        throw error;
      },
    ));

  const Late = (properties: P): JSX.Element => {
    const [state, setState] = useState<'waiting' | 'loaded' | 'failed'>(Loaded === undefined ? 'waiting' : 'loaded');
    useEffect(() => {
      if (state === 'waiting')
        loaded().then(
          () => setState('loaded'),
          () => setState('failed'),
        );
    }, [state]);
    if (Loaded !== undefined) return <Loaded {...properties} />;
    return <>{state === 'failed' ? <Unavailable /> : instead}</>;
  };
  // What cannot be loaded ahead says so where it is shown.
  return Object.assign(Late, { preload: () => void loaded().catch(() => undefined) });
}

/** The server has ended, or serves another build of the page by now. */
const Unavailable = (): JSX.Element => (
  <p className="soft waiting">This part of the page could not be loaded: reload the page.</p>
);
