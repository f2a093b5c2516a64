// A node is emptied for maintenance while people use the platform.
import { kubectl, releasePods } from '../kube.mjs';
import { underLoad } from '../load.mjs';
import { nodeToSpare } from '../surroundings.mjs';

const LIMIT_SECONDS = 300;

export async function drain({ report, people, spare }) {
  const node = spare ?? (await nodeToSpare());
  if (!report.expect(node !== null, 'there is a node to drain that holds neither the edge nor a backend')) return;
  const crowd = await people.crowd(2);
  const there = (await releasePods()).filter((pod) => pod.spec.nodeName === node).map((pod) => pod.metadata.name);
  report.expect(there.length > 0, `pods of the release are on ${node}: ${there.length}`);
  let seconds = Infinity;
  try {
    await underLoad(crowd, report, `drain of ${node}`, async () => {
      const began = Date.now();
      // Workers may take half an hour to finish a job; with none under way they go at once.
      await kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${LIMIT_SECONDS}s`], { timeoutMs: (LIMIT_SECONDS + 30) * 1_000, beat: 'kubectl drain' });
      seconds = (Date.now() - began) / 1000;
    });
  } finally {
    await kubectl(['uncordon', node]);
  }
  report.expect(seconds < LIMIT_SECONDS, `the drain ended in ${seconds.toFixed(0)} s`);
  report.note(`${there.length} pods left ${node} in ${seconds.toFixed(0)} s`);
}
