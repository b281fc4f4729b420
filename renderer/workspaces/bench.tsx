import { BenchPanel } from '../panels/BenchPanel.tsx';
import type { Workspace } from './workspace.ts';

const bench: Workspace = { id: 'bench', title: 'Bench', place: 5, Content: BenchPanel };
export default bench;
