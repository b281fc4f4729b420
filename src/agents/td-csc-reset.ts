import { defineAgent } from '../contracts/agent.ts';
export default defineAgent({ id: 'td-csc-reset', version: 1, title: 'TD(λ), complete serial compound with reset', summary: 'x', citation: { text: 'Sutton & Barto' },
 architecture: { id: 'complete-serial-compound with reset', parameters: {} }, objective: { id: 'discounted-return', parameters: {} }, learningRule: { id: 'td-lambda', parameters: {} } });
