import { noneStated, type DataSource } from '../../contracts/citation.ts';

// Where the recorded numbers in the program were read, and what licence each place states (none without a licence file).

export const ccnlab: DataSource = { from: 'https://github.com/nikhilxb/ccnlab at 5325e9f', licence: 'MIT' };

export const gibbonBalsam: DataSource = {
  from: 'https://github.com/sjgershm/rate_estimation at 34a2129',
  licence: noneStated,
};

/** Spikes of Eshel et al. 2015 and 2016. */
export const identifiedNeurons: DataSource = {
  from: 'spikes in https://github.com/dongjae-kim/efficient-coding-dist-rl at 70e1980',
  licence: noneStated,
};

export const reversalPoints: DataSource = {
  from: 'https://github.com/matomatical/neuRL at be6973c',
  licence: noneStated,
};

export const rareRewards: DataSource = {
  from: 'digitised points in https://github.com/dongjae-kim/efficient-coding-dist-rl at 70e1980',
  licence: noneStated,
};

/** DANDI:000351, by trial. */
export const jeongTrials: DataSource = {
  from: 'https://github.com/gloewing/photometry_FLMM at 6139fc1',
  licence: 'CC0-1.0',
};

/** DANDI:000351, by session. */
export const jeongSessions: DataSource = {
  from: 'https://github.com/flipe-rodrigues/jeong2022-reanalysis at 2753eb0',
  licence: noneStated,
};

export const ramps: DataSource = { from: 'https://github.com/jgmikhael/ramping at cdd305e', licence: noneStated };

export const confidence: DataSource = {
  from: 'https://github.com/sjgershm/dopamine-complexity at d105bb9',
  licence: noneStated,
};

export const rewardHistory: DataSource = {
  from: 'https://github.com/tianlab-mpfi/dLight3_Dopamine_Sensors at ad5c37f',
  licence: noneStated,
};

export const mouseBandit: DataSource = {
  from: 'https://github.com/celiaberon/mouse_bandit at 1bb8180',
  licence: noneStated,
};

/** Only means and regression weights of its example data are in the program. */
export const twoStepExample: DataSource = {
  from: 'https://github.com/CCS-Lab/hBayesDM at 9cbe245',
  licence: 'GPL-3.0: derived figures, cited',
};
