/** Learning rate schedule over the planned steps: constant, or linear down to 0. */
export const schedules = ['constant', 'linear'] as const;

export type Schedule = (typeof schedules)[number];
