import { darkTheme, lightTheme, type Theme as FigureTheme } from '../../src/figures/theme.ts';
import type { Theme } from '../theme/theme.ts';

/** The figure colours that match the page's theme. */
export const figureTheme = (theme: Theme): FigureTheme => (theme === 'dark' ? darkTheme : lightTheme);
