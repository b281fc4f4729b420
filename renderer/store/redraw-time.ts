let sessionBefore: number | undefined;

/**
 * Measures, for whoever looks at the browser's performance timeline, how long a change in the forms takes to become a new
 * figure: from here to the first finished figure of another session.
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
