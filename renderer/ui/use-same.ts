import { useState } from 'react';

/** Returns the previous object as long as the new one is equal, so that dependent work is not repeated. */
export function useSame<T>(given: T): T {
  const [kept, setKept] = useState(given);
  if (kept === given || JSON.stringify(kept) === JSON.stringify(given)) return kept;
  setKept(given);
  return given;
}
