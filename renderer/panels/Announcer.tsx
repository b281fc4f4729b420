import type { JSX } from 'react';
import { useApp } from '../store/app-state.ts';

/** Announces visible events to screen readers. */
export function Announcer(): JSX.Element {
  const announcement = useApp((state) => state.announcement);
  return <output className="visually-hidden">{announcement}</output>;
}
