import type { JSX } from 'react';
import { useApp } from '../store/app-state.ts';

/** Says to screen readers what others see happen. */
export function Announcer(): JSX.Element {
  const announcement = useApp((state) => state.announcement);
  return <output className="visually-hidden">{announcement}</output>;
}
