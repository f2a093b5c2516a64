// A node is emptied for maintenance while people use the platform.
import { waitFor } from '../../lib/wait.mjs';
import { isReady, kubectl, releasePods } from '../kube.mjs';
import { underLoad } from '../load.mjs';
import { nodeToSpare } from '../surroundings.mjs';

const LIMIT_SECONDS = 300;

export async function drain({ report, people, spare }) {
  const node = spare ?? (await nodeToSpare());
  if (!report.expect(node !== null, 'there is a node to drain that holds neither the edge nor a backend')) return;
  const crowd = await people.crowd(2);
  const before = await releasePods();
  const total = before.length;
  const there = before.filter((pod) => pod.spec.nodeName === node).map((pod) => pod.metadata.name);
  report.expect(there.length > 0, `pods of the release are on ${node}: ${there.length}`);
  let seconds = Infinity;
  try {
    await underLoad(crowd, report, `drain of ${node}`, async () => {
      const began = Date.now();
      // Workers may take half an hour to finish a job; with none under way they go at once.
      await kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', `--timeout=${LIMIT_SECONDS}s`], { timeoutMs: (LIMIT_SECONDS + 30) * 1_000, beat: 'kubectl drain' });
      seconds = (Date.now() - began) / 1000;
      // Under load until what left is back elsewhere.
      await waitFor('the pods that had to leave', async () => {
        const now = await releasePods();
        return now.length >= total && now.every(isReady);
      }, { timeoutMs: 240_000, everyMs: 2_000 });
      report.note(`everything ready elsewhere ${((Date.now() - began) / 1000).toFixed(0)} s after the drain began`);
    });
  } finally {
    await kubectl(['uncordon', node]);
  }
  report.expect(seconds < LIMIT_SECONDS, `the drain ended in ${seconds.toFixed(0)} s`);
  report.note(`${there.length} pods left ${node} in ${seconds.toFixed(0)} s`);
}
