// Ends a test run with one machine-readable line, after a line on the cases that a sample left out.
import type { Reporter, TestModule } from 'vitest/node';

/** Cases of a sampled test file. */
interface SampleCount {
  readonly sampled: number;
  readonly of: number;
}

declare module '@vitest/runner' {
  interface TaskMeta {
    sample?: SampleCount;
  }
}

export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test that was never reached is not a success: it counts as skipped.
        count[state === 'pending' ? 'skipped' : state] += 1;
      }
      // A file or a suite that fails outside its tests has its own errors.
      if (module.errors().length > 0) count.failed += 1;
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) count.failed += 1;
    }
    // After the default reporter's own summary.
    process.stdout.write(
      `${sampleLine(modules)}\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`,
    );
  }
}

function sampleLine(modules: readonly TestModule[]): string {
  const counts = modules.flatMap((module) => module.meta().sample ?? []);
  const sum = (of: keyof SampleCount): number => counts.reduce((total, count) => total + count[of], 0);
  if (sum('sampled') === sum('of')) return '';
  return `\n${sum('sampled').toLocaleString('en')} of ${sum('of').toLocaleString('en')} cases of agents in paradigms, a fixed sample; all: npm run test:all\n`;
}
