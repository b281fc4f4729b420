/** How rounded the corner is: rate units, e.g. spikes/s. */
const softness = 0.5;

/** A rate with its derivatives by what drives it. */
export interface Rectified {
  rate: number;
  logRate: number;
  slope: number;
  curvature: number;
  /** Derivatives of the logarithm of the rate. */
  logSlope: number;
  logCurvature: number;
}

export const unrectified: Readonly<Rectified> = {
  rate: 0,
  logRate: 0,
  slope: 0,
  curvature: 0,
  logSlope: 0,
  logCurvature: 0,
};

/**
 * max(0, drive) with a rounded corner: rate = s ln(1 + exp(drive / s)), s = 0.5 per second, so that a spike in a dip is
 * unlikely but not impossible. It is convex and its logarithm concave, for which a Poisson likelihood has one maximum
 * (Paninski 2004, Network 15:243).
 * @param into filled
 */
export function rectify(drive: number, into: Rectified): void {
  const z = drive / softness;
  const e = Math.exp(-Math.abs(z));
  const share = z >= 0 ? 1 / (1 + e) : e / (1 + e);
  // ln(1 + e^z), to its last digit also where it is tiny.
  into.rate = softness * (Math.max(z, 0) + Math.log1p(e));
  into.slope = share;
  into.curvature = (share * (1 - share)) / softness;
}

/** The logarithm of the rate with its derivatives. @param into as rectify() has filled it for this drive */
export function rectifyLog(drive: number, into: Rectified): void {
  const z = drive / softness;
  into.logRate = z < -30 ? Math.log(softness) + z : Math.log(into.rate);
  into.logSlope = z < -30 ? 1 / softness : into.slope / into.rate;
  into.logCurvature = into.logSlope * ((1 - into.slope) / softness - into.logSlope);
}

/** The drive that gives a rate, of which rectify() is the inverse. @param rate > 0 */
export const driveOf = (rate: number): number =>
  rate > 30 * softness ? rate : softness * Math.log(Math.expm1(rate / softness));
