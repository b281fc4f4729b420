import { useApp } from '../../store/app-state.ts';
import { useData } from '../../store/data.ts';
import { isSameDesign } from '../../store/data-origin.ts';

/** Whether the displayed run is that of the opened session. */
export function useIsOfSession(): boolean {
  const design = useData((state) => state.session?.design);
  return useApp(({ shown: run }) => isSameDesign(run?.result.spec.design, design));
}
