import type { AskedAverages, Averages } from '../contracts/paradigm.ts';

/**
 * The averages of a run as plain data, which holds on to nothing of its session.
 * @param rate whether the recording is among them: it is drawn only then
 */
export const askedAverages = (
  conditions: Readonly<Record<string, AskedAverages>>,
  { rate }: { readonly rate: boolean },
): Readonly<Record<string, AskedAverages>> =>
  Object.fromEntries(
    Object.entries(conditions).map(([id, averages]): [string, AskedAverages] => {
      const { align, t, n, marks, rpe, value } = averages;
      // Read only if asked for: that is when it is computed.
      const recorded = rate ? averages.rate : undefined;
      return [id, { align, t, n, marks, rpe, value, ...(recorded === undefined ? {} : { rate: recorded }) }];
    }),
  );

/** The same for what shows the recording, which must have been asked for. */
export function withRate(conditions: Readonly<Record<string, AskedAverages>>): Readonly<Record<string, Averages>> {
  if (Object.values(conditions).every((one): one is Averages => one.rate !== undefined))
    return conditions as Readonly<Record<string, Averages>>;
  throw new Error('the recording was not asked for');
}
