import { expect } from 'vitest';

/** Golden numbers come from an independent program with other seeds: 3 %, or 0.02 if that is more. */
export function expectGolden(measured: number, golden: number, what: string): void {
  const tolerance = Math.max(0.02, 0.03 * Math.abs(golden));
  expect(Math.abs(measured - golden), `${what}: ${measured.toFixed(4)}, golden ${golden}`).toBeLessThanOrEqual(
    tolerance,
  );
}
