let sessionBefore: number | undefined;

/**
 * Measures, in the browser's performance timeline, the time from a change in the forms to the first finished figure of
 * the new session.
 */
export function changeBegins(session: number | undefined): void {
  sessionBefore = session;
  performance.clearMarks('phasic:change');
  performance.mark('phasic:change');
}

export function figureDrawn(session: number, isWhole: boolean): void {
  const isOfChange = session !== sessionBefore && isWhole && performance.getEntriesByName('phasic:change').length > 0;
  if (!isOfChange) return;
  performance.clearMeasures('phasic:redraw');
  performance.measure('phasic:redraw', 'phasic:change');
  performance.clearMarks('phasic:change');
}
