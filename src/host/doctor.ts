import { existsSync } from 'node:fs';
import type { FeedForwardLayer, NetworkMaker, NetworkSpec, TrainingOptions } from '../contracts/network.ts';
import { list } from '../engine/registry.ts';
import { completeSpec } from '../engine/experiment.ts';
import { backend } from '../engine/run.ts';
import { measureNetwork } from '../networks/measure.ts';
import type { BackendReport, DoctorReport } from '../protocol/messages.ts';
import { findElectron } from './electron-binary.ts';
import { windowHindrance } from './electron-window.ts';
import { networkBackends, networksFor, type NetworkBackend } from './networks.ts';
import { builtFile } from './package-root.ts';
import { runToEnd } from './run-to-end.ts';
import { version } from './version.ts';

/** What is installed and what works, found by trying it. Installs nothing. */
export async function doctor(): Promise<DoctorReport> {
  return {
    phasic: version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    backends: [typedArrays(), ...(await networks()), electron(), browser()],
  };
}

function typedArrays(): BackendReport {
  try {
    return { name: backend, works: true, detail: `computes every agent that has no network; ${trial()}` };
  } catch (error) {
    return { name: backend, works: false, detail: (error as Error).message, remedy: 'install Phasic again' };
  }
}

function trial(): string {
  const [paradigm] = list('paradigms');
  if (paradigm === undefined) throw new Error('there is no paradigm to try it on');
  const began = performance.now();
  const { session } = runToEnd(completeSpec({ paradigm: paradigm.id }));
  return `${session.trials.length} trials of ${paradigm.id} took ${Math.round(performance.now() - began)} ms`;
}

const initial = { kind: 'uniform' } as const;
const dense = (units: number): FeedForwardLayer => ({ kind: 'dense', units, activation: 'relu', initial });
const examples: Readonly<Record<string, NetworkSpec>> = {
  '4-64-64-2': { input: [4], layers: [dense(64), dense(64), dense(2)] },
  'a convolution with 128 units': { input: [10, 10, 4], layers: [{ kind: 'convolution', filters: 16, size: 3, activation: 'relu', initial }, dense(128), dense(6)] },
};
const training: TrainingOptions = { optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }, trainBatch: 32, actBatch: 1 };

/** What computes networks, one after another, so that none is timed beside another. */
async function networks(): Promise<readonly BackendReport[]> {
  const reports: BackendReport[] = [];
  for (const backend of networkBackends) reports.push(await networkReport(backend));
  return reports;
}

async function networkReport({ name, version }: NetworkBackend): Promise<BackendReport> {
  try {
    const maker = await networksFor(name);
    const times = Object.entries(examples).map(([title, spec]) => `${microseconds(maker, spec)} µs for ${title}`);
    return { name, works: true, detail: `${version()}; a training step on 32 rows takes ${times.join(', ')}` };
  } catch (error) {
    return { name, works: false, detail: (error as Error).message, remedy: 'install Phasic again; until then use --backend auto' };
  }
}

const microseconds = (maker: NetworkMaker, spec: NetworkSpec): string =>
  Math.round(1000 * measureNetwork(maker, spec, training, { now: () => performance.now(), milliseconds: 100 }).train).toLocaleString('en');

function electron(): BackendReport {
  const found = findElectron();
  if (!('path' in found)) return { name: 'electron', works: false, detail: found.reason, remedy: `${found.remedy}; until then phasic start uses the browser` };
  const hindrance = windowHindrance();
  if (hindrance !== undefined) return { name: 'electron', works: false, detail: `${found.path}, but ${hindrance}`, remedy: 'use phasic serve and a browser' };
  return { name: 'electron', works: true, detail: found.path };
}

function browser(): BackendReport {
  const works = existsSync(builtFile('renderer', 'index.html'));
  const detail = works ? 'the page is built; phasic serve shows it in Chrome or Edge 111, Firefox 113, Safari 16.4 or newer' : 'the page is not built';
  return works ? { name: 'browser', works, detail } : { name: 'browser', works, detail, remedy: 'run npm run build' };
}
