import { OwnPartsPanel } from '../panels/OwnPartsPanel.tsx';
import type { Workspace } from './workspace.ts';

const parts: Workspace = { id: 'parts', title: 'Parts', place: 6, Content: OwnPartsPanel };
export default parts;
