import { DesignPanel } from '../panels/DesignPanel.tsx';
import type { Workspace } from './workspace.ts';

const design: Workspace = { id: 'design', title: 'Design', place: 4, Content: DesignPanel };
export default design;
