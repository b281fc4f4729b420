import { expect } from 'vitest';

/** Golden numbers were made by an independent program with seeds of its own: 3 %, or 0.02 where that is more. */
export function expectGolden(measured: number, golden: number, what: string): void {
  const tolerance = Math.max(0.02, 0.03 * Math.abs(golden));
  expect(Math.abs(measured - golden), `${what}: ${measured.toFixed(4)}, golden ${golden}`).toBeLessThanOrEqual(
    tolerance,
  );
}
