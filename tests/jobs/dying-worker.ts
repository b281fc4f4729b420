import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from '../storage/temporary-folder.ts';

/**
 * The worker, except that its first N jobs end their whole thread.
 * @param only which jobs, a JavaScript expression over `job`
 */
export function dyingWorker(workerFile: string, times: number, only = 'true'): string {
  const folder = temporaryFolder();
  const file = join(folder, 'worker.mjs');
  const count = join(folder, 'count');
  writeFileSync(
    file,
    // The error is thrown outside the job, as by a thread that runs out of memory.
    `import { existsSync, writeFileSync } from 'node:fs';
     import run from ${JSON.stringify(pathToFileURL(workerFile).href)};
     export default (sent) => {
       const { job } = sent;
       for (let i = 0; i < ${times} && (${only}); i++) {
         const mark = ${JSON.stringify(count)} + i;
         if (existsSync(mark)) continue;
         writeFileSync(mark, '');
         setTimeout(() => { throw new Error('the thread is gone'); });
         return new Promise(() => {});
       }
       return run(sent);
     };`,
  );
  return file;
}
