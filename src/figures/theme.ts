/** Every colour that a figure uses. */
export interface Theme {
  /** Background; also the halo around labels. */
  readonly paper: string;
  /** Axes, ticks, titles. */
  readonly ink: string;
  /** Event lines, notes, secondary text. */
  readonly soft: string;
  /** Zero and baseline. */
  readonly faint: string;
  /** Recorded data. */
  readonly recorded: string;
  /** Lines of the conditions, in order. */
  readonly categories: readonly string[];
  /** The same hues for text, with a contrast of at least 4.5 to the background. */
  readonly categoryLabels: readonly string[];
  /** From the most negative value through zero, in the middle, to the most positive. */
  readonly diverging: readonly string[];
}

/**
 * Okabe & Ito 2008, without yellow, which is invisible on white; the map is ColorBrewer's PuOr, reversed so that orange
 * is positive.
 */
export const lightTheme: Theme = {
  paper: '#ffffff',
  ink: '#1b1c1e',
  soft: '#63666b',
  faint: '#b9bbbe',
  recorded: '#7a7d82',
  categories: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#1b1c1e'],
  categoryLabels: ['#0069a4', '#b74f00', '#007a59', '#a9437c', '#8f6200', '#1f76a8', '#1b1c1e'],
  diverging: [
    '#2d004b',
    '#542788',
    '#8073ac',
    '#b2abd2',
    '#d8daeb',
    '#f7f7f7',
    '#fee0b6',
    '#fdb863',
    '#e08214',
    '#b35806',
    '#7f3b08',
  ],
};

/** The same hues, lighter; zero is dark, so that deviations stand out. */
export const darkTheme: Theme = {
  paper: '#16181b',
  ink: '#e9e9e6',
  soft: '#a3a6ab',
  faint: '#4b4f55',
  recorded: '#9b9fa5',
  categories: ['#4aa8e0', '#f08a4b', '#35c79b', '#dd9cc0', '#e6b13a', '#a6d8f5', '#e9e9e6'],
  categoryLabels: ['#5db4e8', '#f39a63', '#4ed0a8', '#e2abca', '#e9bb55', '#b3def7', '#e9e9e6'],
  diverging: [
    '#e3d4ff',
    '#b79bf0',
    '#8a68cf',
    '#5f4499',
    '#3a2d5c',
    '#202226',
    '#54361a',
    '#8f5516',
    '#cc7a1b',
    '#f5a649',
    '#ffdcae',
  ],
};

const dashes = ['none', '6 3', '7 2.5 1.5 2.5', '1.5 2.5', '12 3', '7 2.5 1.5 2.5 1.5 2.5', '3.5 2'];

/**
 * Colour and dash of a condition. Both are the same in every panel, so that either is sufficient to identify the
 * condition.
 */
export function categoryStyle(
  theme: Theme,
  index: number,
): { readonly stroke: string; readonly label: string; readonly dash: string } {
  const at = index % theme.categories.length;
  return {
    stroke: theme.categories[at] as string,
    label: theme.categoryLabels[at] as string,
    dash: dashes[index % dashes.length] as string,
  };
}
