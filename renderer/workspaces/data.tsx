import { DataPanel } from '../panels/data/DataPanel.tsx';
import type { Workspace } from './workspace.ts';

const data: Workspace = { id: 'data', title: 'Data', place: 3, Content: DataPanel };
export default data;
