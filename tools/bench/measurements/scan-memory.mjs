// G19: a scan worker only passes bytes on. Four large objects at once must not show in its memory.
import { UserError } from '../../lib/say.mjs';
import { converse, runProgram } from '../children.mjs';
import { startClamd } from '../clamd.mjs';
import { rssMb } from '../meters.mjs';

export async function measureScanMemory({ backends: { s3 }, quick }) {
  const mib = quick ? 128 : 1_024;
  const env = { S3_ENDPOINT: s3.endpoint, S3_ACCESS_KEY: s3.accessKey, S3_SECRET_KEY: s3.secretKey };
  const { objects: [small, large] } = await runProgram('put-object', [4, mib], env);
  const clamd = await startClamd({ megabytes: 2_000 });
  const worker = converse('scan-worker', { otel: true, env: { ...env, CLAMD_PORT: String(clamd.port) } });
  try {
    await worker.hello();
    const scan = async (objects) => {
      const { outcomes } = await worker.ask({ objects });
      if (outcomes.some((outcome) => outcome !== 'CLEAN')) throw new UserError(`the scans ended with ${outcomes.join(', ')}`);
    };
    // Idle is a worker that has worked: what it loads for its first job is no cost of the size.
    await scan([small]);
    const idle = rssMb(worker.pid);
    let peak = idle;
    const watch = setInterval(() => { peak = Math.max(peak, rssMb(worker.pid)); }, 50);
    const began = Date.now();
    try {
      await scan([large, large, large, large]);
    } finally {
      clearInterval(watch);
    }
    const seconds = (Date.now() - began) / 1_000;
    return [{ id: 'G19', value: peak - idle, details: `idle ${Math.round(idle)} MB, peak ${Math.round(peak)} MB; 4 × ${mib} MiB from S3 in ${seconds.toFixed(0)} s (${Math.round((4 * mib) / seconds)} MiB/s); once, since a maximum is no matter of luck` }];
  } finally {
    await worker.stop();
    await clamd.stop();
  }
}
