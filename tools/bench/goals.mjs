// What is promised: a gate that fails the run, and a target that is worth writing down when it is met.

const atLeast = (gate, target) => ({ better: 'more', gate, target });
const atMost = (gate, target) => ({ better: 'less', gate, target });

/** By id; a part behind a dot is a second promise about the same measurement. */
export const GOALS = {
  G1: { what: 'list handler without a database: CPU of bare Fastify ÷ ours', unit: '×', ...atLeast(0.7, 0.85) },
  G2: { what: 'exercise list, end to end: CPU of bare Fastify + pg ÷ ours', unit: '×', ...atLeast(0.6, 0.75) },
  G4: { what: 'page depth: p50 of a deep page ÷ p50 of the first', unit: '×', ...atMost(1.5, 1.1) },
  G5: { what: 'checksum of a local file: our MiB/s ÷ openssl dgst -sha256', unit: '×', ...atLeast(0.9, 1.1) },
  G8: { what: 'scan of an MP4: our MiB/s ÷ clamdscan --stream', unit: '×', ...atLeast(0.9, 1) },
  G9: { what: 'scan with SHA-256 in the same pass ÷ scan alone, MiB/s', unit: '×', ...atLeast(0.93, 0.98) },
  'G11.p50': { what: 'pipeline overhead, 1 MiB, p50', unit: 'ms', ...atMost(50, 20) },
  'G11.p99': { what: 'pipeline overhead, 1 MiB, p99', unit: 'ms', ...atMost(200, 80) },
  G12: { what: 'pipeline ÷ floor, 100 MiB, p50', unit: '×', ...atMost(1.35, 1.15) },
  'G16.rate': { what: 'password checks with 16 clients ÷ @node-rs/argon2 at 2', unit: '×', ...atLeast(0.85, 0.93) },
  'G16.stat': { what: 'p99 of fs.stat while 16 clients sign in', unit: 'ms', ...atMost(50, 15) },
  G17: { what: 'session check: our CPU ÷ ioredis GET + JSON.parse', unit: '×', ...atMost(3, 1.5) },
  'G18.cpu': { what: 'API CPU for an upload of 100 MiB', unit: 'ms', ...atMost(20, 10) },
  'G18.bytes': { what: 'bytes that the API reads for an upload of 100 MiB', unit: 'KiB', ...atMost(1_024, 256) },
  G19: { what: 'scan worker, 4 × 1 GiB at once: peak RSS over idle', unit: 'MB', ...atMost(150, 80) },
};

/** `good` (target met), `pass` (gate met) or `MISSED`. */
export function verdictOf(id, value) {
  const { better, gate, target } = GOALS[id];
  const meets = (bound) => (better === 'more' ? value >= bound : value <= bound);
  return meets(target) ? 'good' : meets(gate) ? 'pass' : 'MISSED';
}
