import { nwbBytes } from '../../src/writers/nwb.ts';
import { simulatedSession } from '../recorded/photometry/session.ts';
import { smallSession } from './small-session.ts';

const rateHz = 20;

/** Half an hour with bleaching, movement and a control. */
export const photometryTruth = (): ReturnType<typeof simulatedSession> => simulatedSession(1800, rateHz, 1);

const fibre = {
  indicator: 'dLight1.3b',
  location: 'nucleus accumbens',
  emissionNm: Number.NaN,
  apparatus: 'Made up',
  notes: 'Made up',
};

/** One series for each wavelength, and the truth as a series of the model. */
export function photometryNwb({ signal, control, model }: ReturnType<typeof photometryTruth>): Promise<Uint8Array> {
  const clock = { startSeconds: 0, rateHz };
  const of = { unit: 'V', clock };
  return nwbBytes({
    ...smallSession,
    recorded: [
      {
        ...of,
        name: 'fiber_photometry_470nm',
        description: 'Excited at 470 nm',
        values: signal.values,
        fibre: { ...fibre, excitationNm: 470 },
      },
      {
        ...of,
        name: 'fiber_photometry_405nm',
        description: 'Isosbestic control, 405 nm',
        values: control,
        fibre: { ...fibre, excitationNm: 405 },
      },
    ],
    model: {
      description: 'The truth',
      series: [
        {
          name: 'rpe_response',
          description: "RPE as the sensor's kernel shows it",
          unit: 'reward units',
          clock,
          values: model,
        },
      ],
    },
  });
}
