// Prints the speed of a population: `population.js BACKEND AGENT ANIMALS`.
import { populationSpeed } from '../populations.ts';

/** Its RPE and its value, written, and read again for the averages: singles. */
const leastBytes = 4 * 4;

const [backend = '', agent = '', animals] = process.argv.slice(2);
const { perSecond } = await populationSpeed(agent, Number(animals), backend);
process.stdout.write(
  `${JSON.stringify({ animalStepsPerSecond: perSecond, bytesPerSecond: leastBytes * perSecond })}\n`,
);
