import type { JSX } from 'react';
export function SummariesTab(): JSX.Element { return <div />; }
