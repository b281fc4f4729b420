const shrink = (Math.sqrt(5) - 1) / 2;

/**
 * Where a function of one variable is smallest between two points, if it has one minimum there: golden-section search
 * (Kiefer 1953, Proceedings of the American Mathematical Society 4:502).
 * @param steps each leaves 0.618 of the interval
 */
export function smallestBetween(of: (x: number) => number, low: number, high: number, steps: number): number {
  let [a, b] = [low, high];
  let left = b - shrink * (b - a);
  let right = a + shrink * (b - a);
  let atLeft = of(left);
  let atRight = of(right);
  for (let step = 0; step < steps; step++) {
    if (atLeft <= atRight) {
      b = right;
      right = left;
      atRight = atLeft;
      left = b - shrink * (b - a);
      atLeft = of(left);
    } else {
      a = left;
      left = right;
      atLeft = atRight;
      right = a + shrink * (b - a);
      atRight = of(right);
    }
  }
  return (a + b) / 2;
}
