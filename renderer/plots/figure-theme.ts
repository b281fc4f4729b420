import { darkTheme, lightTheme, type Theme as FigureTheme } from '../../src/figures/theme.ts';
import type { Theme } from '../theme/theme.ts';

/** The colours of figures that go with the page's. */
export const figureTheme = (theme: Theme): FigureTheme => (theme === 'dark' ? darkTheme : lightTheme);
