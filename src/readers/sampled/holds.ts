/** Whether something is true of a file; false if it cannot be read. */
export function holds(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return false;
  }
}
