import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

export interface Memory {
  /** MB after garbage was collected. */
  heap: number;
  rss: number;
}

const megabytes = (bytes: number): number => Math.round((bytes / 1_048_576) * 10) / 10;

/** What is left once nobody needs the rest: collected twice, with a pause for what waits to be finalised. */
export async function memoryNow(): Promise<Memory> {
  gc();
  await new Promise((resolve) => setTimeout(resolve, 200));
  gc();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: megabytes(heapUsed), rss: megabytes(rss) };
}

/** The highest values while `work` runs, garbage and all. */
export async function highest<T>(work: () => Promise<T>): Promise<{ value: T; most: Memory }> {
  let heap = 0;
  let rss = 0;
  const look = () => {
    const now = process.memoryUsage();
    heap = Math.max(heap, now.heapUsed);
    rss = Math.max(rss, now.rss);
  };
  const timer = setInterval(look, 100);
  try {
    const value = await work();
    look();
    return { value, most: { heap: megabytes(heap), rss: megabytes(rss) } };
  } finally {
    clearInterval(timer);
  }
}
