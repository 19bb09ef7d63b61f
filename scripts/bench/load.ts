import autocannon from 'autocannon';
import type { Sample } from './workload';

export interface Target {
  name: string;
  /** Smallest ratio to the yardstick that is acceptable. */
  goal: number;
  request: (sample: Sample) => {
    method: 'GET' | 'POST';
    path: string;
    body?: string;
    headers?: Record<string, string>;
  };
}

export const targets: Target[] = [
  {
    name: 'progress query',
    goal: 0.7,
    request: ({ acceptanceNumber, proof }) => ({
      method: 'POST',
      path: '/api/progress',
      body: JSON.stringify({ acceptanceNumber, proof }),
      headers: { 'content-type': 'application/json' },
    }),
  },
  {
    name: 'case detail',
    goal: 0.7,
    request: ({ caseId, token }) => ({
      method: 'GET',
      path: `/api/cases/${caseId}`,
      headers: { authorization: `Bearer ${token}` },
    }),
  },
  {
    name: 'list of my cases',
    goal: 0.6,
    request: ({ token, blind }) => ({
      method: 'GET',
      path: '/api/cases',
      headers: { authorization: `Bearer ${token}`, 'x-blind': blind },
    }),
  },
];

export interface Measured {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  errors: number;
}

export async function measure(url: string, target: Target, samples: Sample[], seconds: number): Promise<Measured> {
  const requests = samples.map((sample) => target.request(sample));
  const result = await autocannon({
    url,
    connections: 50,
    duration: seconds,
    requests: requests as autocannon.Request[],
  });
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    errors: result.non2xx + result.errors + result.timeouts,
  };
}
