// Starts the resident program and passes commands to it, while the thread that waits for the answer stands still.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';

const { port, answered } = workerData;
const program = fileURLToPath(new URL('resident.mjs', import.meta.url));
let child;

function start() {
  child = fork(program, { execArgv: [], serialization: 'advanced' });
  child.on('message', answer);
  child.on('exit', (code, signal) => {
    child = undefined;
    answer({ ended: signal ?? code });
  });
}

function answer(message) {
  port.postMessage(message);
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
}

port.on('message', (command) => {
  if (child === undefined) start();
  child.send(command);
});
