// Entry of a worker thread: tinypool calls the default export with each job.
export { runSeedJob as default } from './seed-job.ts';
