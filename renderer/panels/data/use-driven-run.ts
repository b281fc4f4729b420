import { useApp } from '../../store/app-state.ts';
import { useData } from '../../store/data.ts';

/** Whether the displayed run is that of the opened session. */
export function useIsOfSession(): boolean {
  const design = useData((state) => state.session?.design);
  return useApp(
    ({ shown: run }) => run !== undefined && design !== undefined && isSame(run.result.spec.design, design),
  );
}

/** The host returns a copy of the design. */
const isSame = (one: object | undefined, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
