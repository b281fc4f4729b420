/**
 * The step of each paradigm's golden numbers, seconds, if it is not the agents' default: coarse for long trials, because
 * TD(0) propagates value back by one step per trial.
 */
const grids: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      'amo-2022',
      'babayan-2018',
      'bayer-glimcher-2005',
      'beron-2022',
      'cohen-2012',
      'cools-2002',
      'daw-2011',
      'grahame-1994',
      'harris-2000',
      'holland-fox-2003',
      'howe-2013',
      'jeong-2022-random-rewards',
      'kim-2020',
      'lak-2020',
      'lubow-1976',
      'maes-2020',
      'matsumoto-2009',
      'matzel-1985',
      'mikhael-2022',
      'morris-2006',
      'redish-2004',
      'rescorla-2004',
      'rescorla-heth-1975',
      'ricker-bouton-1996',
      'roesch-2007',
      'sadacca-2016',
      'starkweather-2017',
      'steinberg-2013',
      'takahashi-2009',
      'wagner-1967',
      'wagner-1968',
      'yin-1994',
    ].map((id) => [id, 0.2]),
  ),
  'tobler-2003': 0.15,
  'dabney-2020': 0.25,
  'rothenhoefer-2021': 0.25,
  'jeong-2022-trial-less': 0.25,
  'sousa-2025': 0.25,
  'masset-2025': 0.15,
  ...Object.fromEntries(
    [
      'gallistel-2000',
      'jeong-2022-background',
      'jeong-2022-cue-duration',
      'jeong-2022-serial',
      'kobayashi-2008',
      'qian-2025',
    ].map((id) => [id, 0.5]),
  ),
};

/** CCNLab's unit time step is half a second. */
export const gridOf = (paradigm: string): number => grids[paradigm] ?? (paradigm.startsWith('ccnlab-') ? 0.5 : 0.1);
