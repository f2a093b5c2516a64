// G16: password checks as sign-in does them, against the bare library; and what the rest of the process feels of it.
import { runProgram } from '../children.mjs';
import { median, medianRatio, percentile } from '../statistics.mjs';

export async function measureSignIn({ quick, rounds }) {
  const { peer, ours, unbounded } = await runProgram('sign-in', [rounds, quick ? 2 : 5]);
  const rate = (runs) => runs.map((r) => r.perSecond);
  const stat = (runs) => percentile(runs.flatMap((r) => r.statMs), 0.99);
  const line = (runs) => `${median(rate(runs)).toFixed(0)}/s, fs.stat p99 ${stat(runs).toFixed(1)} ms`;
  const slim = (runs) => runs.map((r) => ({ perSecond: r.perSecond, statP99: percentile(r.statMs, 0.99) }));
  const common = { rounds: { peer: slim(peer), ours: slim(ours), unbounded: slim(unbounded) } };
  return [
    { id: 'G16.rate', value: medianRatio(rate(ours), rate(peer)), ...common, details: `library at 2: ${line(peer)}; ours with 16 clients: ${line(ours)}; library with 16: ${line(unbounded)}` },
    { id: 'G16.stat', value: median(ours.map((r) => percentile(r.statMs, 0.99))), ...common, details: 'the median of the rounds\' p99' },
  ];
}
