import { useState } from 'react';

/** The object given before as long as the new one says the same, so that what depends on it is not done again. */
export function useSame<T>(given: T): T {
  const [kept, setKept] = useState(given);
  if (kept === given || JSON.stringify(kept) === JSON.stringify(given)) return kept;
  setKept(given);
  return given;
}
