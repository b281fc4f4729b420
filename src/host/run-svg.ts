import type { Shown } from './exports.ts';
export function runSvg(_: Shown): string { throw new Error('figures are on their way'); }
