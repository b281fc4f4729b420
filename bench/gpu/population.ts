// Prints the speed of a population: `population.js BACKEND AGENT SUBJECTS`.
import { populationSpeed } from '../populations.ts';

/** Its RPE and its value, written, and read again for the averages: singles. */
const minBytes = 4 * 4;

const [backend = '', agent = '', subjects] = process.argv.slice(2);
const { perSecond } = await populationSpeed(agent, Number(subjects), backend);
process.stdout.write(`${JSON.stringify({ subjectStepsPerSecond: perSecond, bytesPerSecond: minBytes * perSecond })}\n`);
