import { defineAgent } from '../contracts/agent.ts';
export default defineAgent({ id: 'td-csc', version: 1, title: 'TD(λ), complete serial compound', summary: 'x', citation: { text: 'Sutton & Barto' },
 architecture: { id: 'complete-serial-compound', parameters: {} }, objective: { id: 'discounted-return', parameters: {} }, learningRule: { id: 'td-lambda', parameters: {} } });
