// 97.5 % quantiles of Student's t for 1, 2, ... degrees of freedom, from any table.
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** 97.5 % quantile of Student's t for any whole number of degrees of freedom (Cornish-Fisher expansion around the normal quantile beyond the table). */
export function studentQuantile(degrees: number): number {
  const normal = 1.959964;
  return quantiles[degrees - 1] ?? normal + (normal * normal * normal + normal) / (4 * degrees);
}

/**
 * 97.5 % quantile of Student's t for any degrees of freedom from 1 on: between whole numbers, linear in 1 / degrees, which
 * is at most 0.4 % too wide above 3 and 1.7 % above 2.
 */
export function fractionalStudentQuantile(degrees: number): number {
  const below = Math.floor(degrees);
  const near = studentQuantile(below);
  if (degrees === below) return near;
  const share = (1 / degrees - 1 / (below + 1)) / (1 / below - 1 / (below + 1));
  const far = studentQuantile(below + 1);
  return far + (near - far) * share;
}
